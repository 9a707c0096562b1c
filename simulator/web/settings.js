// The page's own settings: its language, light or dark, and the clock of the bot.

import { act } from "./room.js";
import { inFull, language, text } from "./texts.js";

const THEMES = ["light", "dark"];
const TICK = 5_000;
const NOTABLE = 60;
const root = document.documentElement;

/** What the address keeps, so that a page opened again looks the same. */
export function remembered() {
  const { theme } = root.dataset;
  return `${language === "fr" ? "" : `&lang=${language}`}${theme ? `&theme=${theme}` : ""}`;
}

export function setUp(room) {
  const panel = document.querySelector(".settings");
  setUpLanguage(panel.querySelector(".language"));
  setUpTheme(panel.querySelector(".theme"));
  setUpClock(panel, room);
}

function setUpLanguage(choice) {
  choice.value = language;
  choice.addEventListener("change", () => {
    const address = new URL(location.href);
    address.searchParams.set("lang", choice.value);
    location.assign(address);
  });
}

function setUpTheme(choice) {
  const asked = new URLSearchParams(location.search).get("theme");
  choice.value = THEMES.includes(asked) ? asked : "";
  const show = () => {
    root.dataset.theme = choice.value;
    const address = new URL(location.href);
    if (choice.value) address.searchParams.set("theme", choice.value);
    else address.searchParams.delete("theme");
    history.replaceState(null, "", address);
  };
  choice.addEventListener("change", show);
  show();
}

function setUpClock(panel, room) {
  const [here, everywhere] = [panel.querySelector("output"), document.querySelector(".bot-time")];
  const show = () => {
    const when = inFull(new Date(Date.now() + room.ahead * 1000));
    here.textContent = when;
    const said = room.ahead < NOTABLE ? "" : text("botTime", { when });
    // A status is read aloud whenever it is written, be it to the same words.
    if (everywhere.textContent !== said) everywhere.textContent = said;
  };
  for (const button of panel.querySelectorAll("[data-advance]")) {
    button.addEventListener("click", async () => {
      const { status, ahead } = await act("clock", { advance: button.dataset.advance });
      room.ahead = ahead ?? room.ahead;
      show();
      if (status !== 200) here.textContent = text("noClock");
    });
  }
  setInterval(show, TICK);
  show();
}
