// Adaptive Cards, drawn by Microsoft's renderer with a host config that looks like Teams.

import { text } from "./texts.js";

const { AdaptiveCards, markdownit } = window;
const markdown = markdownit({ html: false, breaks: true });

const tone = (name) => ({ default: `var(--${name})`, subtle: `var(--${name}-subtle)` });
const foregroundColors = {
  default: tone("text"),
  dark: tone("text"),
  light: tone("text"),
  accent: tone("accent-text"),
  good: tone("good"),
  warning: tone("warning"),
  attention: tone("attention"),
};
const surface = (name) => ({ backgroundColor: `var(--surface-${name})`, foregroundColors });
const label = (suffix) => ({ weight: "bolder", size: "small", suffix, suffixColor: "attention" });

const hostConfig = new AdaptiveCards.HostConfig({
  fontFamily: "inherit",
  supportsInteractivity: true,
  fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
  fontWeights: { lighter: 300, default: 400, bolder: 600 },
  spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 12 },
  separator: { lineThickness: 1, lineColor: "var(--line)" },
  imageSizes: { small: 32, medium: 52, large: 100 },
  containerStyles: {
    default: surface("default"),
    emphasis: surface("emphasis"),
    accent: surface("accent"),
    good: surface("good"),
    warning: surface("warning"),
    attention: surface("attention"),
  },
  actions: {
    maxActions: 12,
    spacing: "default",
    buttonSpacing: 8,
    actionsOrientation: "horizontal",
    actionAlignment: "left",
    showCard: { actionMode: "inline", inlineTopMargin: 12, style: "emphasis" },
  },
  factSet: { title: { weight: "bolder", wrap: true, maxWidth: 160 }, spacing: 12 },
  inputs: {
    label: {
      inputSpacing: "small",
      requiredInputs: label(" *"),
      optionalInputs: label(""),
    },
    errorMessage: { spacing: "small", size: "small", weight: "default", color: "attention" },
  },
});

AdaptiveCards.AdaptiveCard.onProcessMarkdown = (source, result) => {
  result.outputHtml = markdown.render(source);
  result.didProcess = true;
};

/** What is typed here is Markdown without HTML, so the result is safe to put in the page. */
export function markdownElement(source) {
  const element = document.createElement("div");
  element.className = "text";
  element.innerHTML = markdown.render(source);
  for (const link of element.querySelectorAll("a")) {
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }
  return element;
}

function open(url) {
  const { protocol } = new URL(url, location.href);
  if (protocol === "tel:" || protocol === "mailto:") {
    location.href = url;
  } else if (protocol === "https:" || protocol === "http:") {
    window.open(url, "_blank", "noopener,noreferrer");
  }
}

/** A required input without an errorMessage would fail without a word. */
function withErrorMessages(key, value) {
  const silent = value?.isRequired && !value.errorMessage;
  return silent ? { ...value, errorMessage: text("required") } : value;
}

async function run(action, press) {
  const button = action.renderedElement;
  if (button?.getAttribute("aria-busy") === "true") return;
  button?.setAttribute("aria-busy", "true");
  const { id, title, verb, data } = action;
  const sent = { type: action.getJsonTypeName(), id, title, verb, data };
  try {
    await press(JSON.parse(JSON.stringify(sent)));
  } finally {
    button?.removeAttribute("aria-busy");
  }
}

/** Draws a card; `press` is given each Submit or Execute, its data merged with the inputs. */
export function cardElement(content, press) {
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = hostConfig;
  card.onExecuteAction = (action) => {
    if (action instanceof AdaptiveCards.OpenUrlAction) open(action.url);
    else run(action, press);
  };
  card.onAnchorClicked = (_, anchor) => {
    open(anchor.href);
    return true;
  };
  card.parse(JSON.parse(JSON.stringify(content), withErrorMessages));
  return card.render() ?? markdownElement(text("notDrawn"));
}
