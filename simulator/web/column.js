// One person: their conversations, the messages of one of them, their dialog and their toasts.

import { cardElement } from "./cards.js";
import { Composer } from "./composer.js";
import { Messages } from "./messages.js";
import { act, stateOf } from "./room.js";
import { text, translate } from "./texts.js";

const TOAST_SECONDS = 8;
const TYPING_SECONDS = 10;

export class Column {
  constructor(person, room) {
    this.person = person;
    this.room = room;
    this.read = new Map();
    this.element = document.querySelector("#column").content.cloneNode(true).firstElementChild;
    translate(this.element);
    this.messages = new Messages(this.find(".messages"), room, {
      press: (message, action) => this.does("presses", { message: message.id, action }),
      command: (message, command) =>
        this.does("uses-message-action", { message: message.id, command }),
      reply: (message) => this.composer.replies(message, this.messages.author(message)),
    });
    this.composer = new Composer(this.find(".composer"), room.bot, (said) => this.does("says", said));
    this.listen();
  }

  find(selector) {
    return this.element.querySelector(selector);
  }

  listen() {
    this.find(".add-bot").addEventListener("click", () => this.does("adds-bot", {}));
    this.find(".task .close").addEventListener("click", () => this.does("closes-dialog", {}));
    this.find(".task").addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.does("closes-dialog", {});
    });
  }

  async update() {
    const asked = Symbol();
    this.asked = asked;
    const state = await stateOf(this.person);
    // An answer that a later question has overtaken is out of date.
    if (this.asked !== asked || !state.person) return;
    this.state = state;
    this.draw();
  }

  draw() {
    const { person, conversations, dialog, toasts } = this.state;
    const open = conversations.find((each) => each.id === this.open) ?? conversations[0];
    this.open = open?.id;
    this.element.setAttribute("aria-label", person.name);
    this.find(".avatar").textContent = initials(person.name);
    this.find(".role").textContent = person.title || text(person.role);
    this.markRead(conversations);
    this.find(".conversations").replaceChildren(...conversations.map((each) => this.entry(each)));
    if (open) this.drawConversation(open);
    this.drawDialog(dialog);
    this.drawToasts(toasts);
  }

  /** What was there when the column opened counts as read, and so does what is on show. */
  markRead(conversations) {
    for (const { id, messages } of conversations) {
      const last = Number(messages.at(-1)?.id ?? 0);
      if (id === this.open || !this.read.has(id)) this.read.set(id, last);
    }
  }

  entry(conversation) {
    const entry = document.createElement("button");
    entry.type = "button";
    if (conversation.team) entry.append(teamName(conversation.team));
    entry.append(conversation.name);
    if (conversation.id === this.open) entry.setAttribute("aria-current", "true");
    if (this.isUnread(conversation)) entry.append(unreadMark());
    entry.addEventListener("click", () => this.shows(conversation.id));
    return entry;
  }

  isUnread({ id, messages }) {
    return messages.some((message) => !message.mine && Number(message.id) > this.read.get(id));
  }

  shows(conversation) {
    this.open = conversation;
    this.composer.replies(null);
    this.draw();
  }

  drawConversation(conversation) {
    const { bot } = this.room;
    this.messages.show(conversation);
    this.composer.show(conversation);
    this.find(".add-bot").hidden = conversation.hasBot || !conversation.takesBot;
    this.find(".add-bot").textContent = text("addBot", { bot });
    this.drawTyping(conversation.isTyping);
    if (conversation.isStale) this.looksAt(conversation);
  }

  drawTyping(isTyping) {
    const line = this.find(".typing");
    clearTimeout(this.typingEnds);
    if (isTyping) this.typingEnds = setTimeout(() => this.update(), TYPING_SECONDS * 1000);
    line.hidden = !isTyping;
    line.textContent = isTyping ? text("typing", { bot: this.room.bot }) : "";
  }

  /** Cards that ask for it are drawn anew for whoever has them before their eyes. */
  async looksAt({ id }) {
    if (this.looking) return;
    this.looking = true;
    await this.does("looks-at", { conversation: id });
    this.looking = false;
  }

  drawDialog(dialog) {
    const element = this.find(".task");
    if ((dialog?.key ?? null) === (this.shownDialog ?? null)) return;
    this.shownDialog = dialog?.key ?? null;
    for (const part of [".who", ".desk"]) this.find(part).inert = dialog !== null;
    element.close();
    if (dialog === null) return;
    element.setAttribute("aria-label", dialog.title);
    this.find(".task h2").textContent = dialog.title;
    const press = (action) => this.does("submits-dialog", { action });
    this.find(".task .card").replaceChildren(cardElement(dialog.card, press));
    // Not showModal(): it would freeze the other people's columns too.
    element.show();
    element.querySelector("input, textarea, select, .card button")?.focus();
  }

  drawToasts(toasts) {
    this.told ??= toasts.length;
    for (const sentence of toasts.slice(this.told)) this.tells(sentence);
    this.told = toasts.length;
  }

  tells(sentence) {
    const toast = document.createElement("p");
    toast.textContent = sentence;
    this.find(".toasts").append(toast);
    setTimeout(() => toast.remove(), TOAST_SECONDS * 1000);
  }

  async does(gesture, body) {
    const { status, message } = await act(gesture, {
      person: this.person,
      conversation: this.open,
      ...body,
    });
    if (message) this.tells(message);
    else if (status >= 500) this.tells(text("unreachable"));
    else if (status >= 400) this.tells(text("refused", { status }));
  }
}

function initials(name) {
  const words = name.split(/\s+/);
  return [words[0], words.at(-1)].map((word) => word[0]).join("").toUpperCase();
}

function teamName(team) {
  const name = document.createElement("span");
  name.className = "team";
  name.textContent = `${team} › `;
  return name;
}

function unreadMark() {
  const mark = document.createElement("span");
  mark.className = "unread";
  mark.setAttribute("role", "img");
  mark.setAttribute("aria-label", text("unread"));
  return mark;
}
