// Where a person types: the text, the mention of the bot, what is replied to, a file by its link.

import { text } from "./texts.js";

export class Composer {
  /** `send` is given what the person says: its text, mention, replyTo and files. */
  constructor(form, bot, send) {
    this.form = form;
    this.bot = bot;
    this.send = send;
    this.typed = this.find("textarea");
    this.file = this.find(".file");
    this.listen();
  }

  find(selector) {
    return this.form.querySelector(selector);
  }

  listen() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.says();
    });
    this.typed.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.form.requestSubmit();
    });
    this.find(".reply-to button").addEventListener("click", () => this.replies(null));
    this.find(".attach").addEventListener("click", () => this.attaches(this.file.hidden));
  }

  show(conversation) {
    const needsBot = conversation.kind === "personal" && conversation.takesBot;
    this.form.hidden = needsBot && !conversation.hasBot;
    this.find(".mention").hidden = !conversation.takesMentions || !conversation.hasBot;
    this.find(".mention span").textContent = text("mention", { bot: this.bot });
  }

  replies(message, name) {
    this.replyTo = message?.id;
    this.find(".reply-to").hidden = message === null;
    if (message === null) return;
    this.find(".reply-to span").textContent = text("replyTo", { name });
    this.typed.focus();
  }

  attaches(open) {
    this.file.hidden = this.file.disabled = !open;
    this.find(".attach").setAttribute("aria-expanded", open);
    for (const input of this.file.querySelectorAll("input")) input.value = "";
    (open ? this.file.querySelector("input") : this.typed).focus();
  }

  says() {
    const { words, mention } = this.read();
    const files = this.files();
    if (!words && !files) return;
    const { replyTo } = this;
    this.typed.value = "";
    this.replies(null);
    if (files) this.attaches(false);
    this.send({ text: words, mention, replyTo, files });
  }

  /** "@Permanence" at the beginning mentions it as the box does, which is there in a channel only. */
  read() {
    const typed = this.typed.value.trim();
    const name = `@${this.bot}`.toLowerCase();
    const named = !this.find(".mention").hidden && typed.toLowerCase().startsWith(name);
    const words = named ? typed.slice(name.length).trimStart() : typed;
    return { words, mention: named || this.find(".mention input").checked };
  }

  files() {
    if (this.file.hidden) return undefined;
    const { name, link } = this.form.elements;
    const last = new URL(link.value).pathname.split("/").at(-1);
    return { [name.value.trim() || decodeURIComponent(last) || link.value]: link.value };
  }
}
