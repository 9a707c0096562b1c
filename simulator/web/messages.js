// The list of messages of one conversation. A message is drawn again only when it has changed,
// so that what someone is typing in a card stays.

import { cardElement, markdownElement } from "./cards.js";
import { clock, language, text } from "./texts.js";

export class Messages {
  /** `on` holds what a message may ask for: press(message, action), reply, command. */
  constructor(list, room, on) {
    this.list = list;
    this.room = room;
    this.on = on;
    this.drawn = new Map();
  }

  show(conversation) {
    const atEnd = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 60;
    const changed = this.conversation !== conversation.id;
    this.conversation = conversation.id;
    const items = inThreads(conversation.messages).map((message) => this.item(message, conversation));
    if (changed || !sameNodes(this.list.children, items)) this.list.replaceChildren(...items);
    if (!items.length) this.list.replaceChildren(note(text("empty")));
    if (atEnd || changed) this.scrollToEnd();
  }

  scrollToEnd() {
    this.list.scrollTop = this.list.scrollHeight;
  }

  item(message, conversation) {
    const known = this.drawn.get(message.id);
    if (known?.revision === message.revision) return known.item;
    const item = this.draw(message, conversation);
    known?.item.replaceWith(item);
    this.drawn.set(message.id, { revision: message.revision, item });
    return item;
  }

  draw(message, conversation) {
    const item = document.createElement("li");
    item.className = "message";
    item.classList.toggle("mine", message.mine);
    item.classList.toggle("bot", message.sender === null);
    item.classList.toggle("reply", message.thread !== null && message.thread !== message.id);
    item.append(this.heading(message), ...this.content(message));
    if (conversation.kind === "channel" && message.thread === message.id) {
      item.append(button(text("reply"), "quiet", () => this.on.reply(message)));
    }
    return item;
  }

  heading(message) {
    const heading = document.createElement("div");
    heading.className = "heading";
    const name = document.createElement("strong");
    name.textContent = this.author(message);
    const at = document.createElement("time");
    at.dateTime = message.at;
    at.textContent = clock(message.at);
    heading.append(name, at);
    if (message.edited) heading.append(note(text("edited"), "span"));
    if (!message.deleted && Object.keys(this.room.commands).length) heading.append(this.menu(message));
    return heading;
  }

  author(message) {
    return message.mine ? text("you") : (message.sender ?? this.room.bot);
  }

  content(message) {
    if (message.deleted) return [note(text("deleted"), "p")];
    const parts = [];
    if (message.text || message.mentionsBot) parts.push(this.words(message));
    parts.push(...Object.entries(message.files).map(fileElement));
    if (message.card) {
      const card = cardElement(message.card, (action) => this.on.press(message, action));
      card.classList.add("card");
      parts.push(card);
    }
    return parts;
  }

  words(message) {
    const element = markdownElement(message.text);
    if (message.mentionsBot) (element.firstElementChild ?? element).prepend(mention(this.room.bot));
    return element;
  }

  /** The app's commands, which Teams shows in a message's "…" menu. */
  menu(message) {
    const menu = document.createElement("details");
    menu.className = "menu";
    const summary = document.createElement("summary");
    summary.textContent = "⋯";
    summary.setAttribute("aria-label", text("moreActions"));
    const commands = document.createElement("div");
    for (const [command, titles] of Object.entries(this.room.commands)) {
      const choose = () => {
        menu.open = false;
        this.on.command(message, command);
      };
      commands.append(button(titles[language] ?? Object.values(titles)[0], "quiet", choose));
    }
    menu.append(summary, commands);
    closeByItself(menu, summary);
    return menu;
  }
}

/** With Escape, or when the person goes elsewhere. */
function closeByItself(menu, summary) {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    summary.focus();
  });
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (!menu.contains(relatedTarget)) menu.open = false;
  });
}

function mention(bot) {
  const element = document.createElement("span");
  element.className = "at";
  element.textContent = `@${bot}`;
  return element;
}

function fileElement([name, link]) {
  const element = document.createElement("a");
  element.className = "file";
  element.textContent = text("file", { name });
  element.href = link;
  element.target = "_blank";
  element.rel = "noopener noreferrer";
  return element;
}

/** Replies come after the message that they answer, and threads in the order of their first. */
function inThreads(messages) {
  const rank = (message) => Number(message.thread ?? message.id);
  return messages.toSorted((a, b) => rank(a) - rank(b) || Number(a.id) - Number(b.id));
}

function sameNodes(children, items) {
  return children.length === items.length && items.every((item, at) => children[at] === item);
}

function note(words, tag = "li") {
  const element = document.createElement(tag);
  element.className = "note";
  element.textContent = words;
  return element;
}

function button(title, kind, pressed) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = kind;
  element.textContent = title;
  element.addEventListener("click", pressed);
  return element;
}
