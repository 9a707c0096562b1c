// The room: which people are shown, side by side or, on a narrow screen, one at a time.

import { Column } from "./column.js";
import { act, listen, people } from "./room.js";
import { remembered, setUp } from "./settings.js";
import { language, text, translate } from "./texts.js";

const columns = [];
const room = await people();

function draw() {
  document.querySelector(".columns").replaceChildren(...columns.map((column) => column.element));
  for (const column of columns) drawChoice(column);
  drawTabs();
  const ids = columns.map((column) => encodeURIComponent(column.person)).join(",");
  history.replaceState(null, "", `?people=${ids}${remembered()}`);
}

function drawChoice(column) {
  const select = column.find("select.person");
  const options = room.people.map(({ id, name }) => new Option(name, id, false, id === column.person));
  select.replaceChildren(...options);
  column.find(".who .close").hidden = columns.length < 2;
}

function drawTabs() {
  const tabs = columns.map((column) => {
    const tab = document.createElement("button");
    tab.type = "button";
    tab.textContent = room.people.find(({ id }) => id === column.person).name;
    tab.addEventListener("click", () => bringForward(column));
    return tab;
  });
  document.querySelector(".tabs").replaceChildren(...tabs);
  bringForward(columns.find((column) => column.element.matches(".front")) ?? columns[0]);
}

/** On a narrow screen only this column is seen; elsewhere it makes no difference. */
function bringForward(front) {
  columns.forEach((column, at) => {
    column.element.classList.toggle("front", column === front);
    document.querySelectorAll(".tabs button")[at].setAttribute("aria-pressed", column === front);
  });
  front.messages.scrollToEnd();
}

function columnFor(person) {
  const column = new Column(person, room);
  column.find("select.person").addEventListener("change", (event) => {
    columns[columns.indexOf(column)] = columnFor(event.target.value);
    draw();
  });
  column.find(".who .close").addEventListener("click", () => {
    columns.splice(columns.indexOf(column), 1);
    draw();
  });
  column.update();
  return column;
}

function add(person) {
  columns.push(columnFor(person));
  draw();
  bringForward(columns.at(-1));
}

function addNext() {
  const shown = new Set(columns.map((column) => column.person));
  add((room.people.find(({ id }) => !shown.has(id)) ?? room.people[0]).id);
}

async function addPerson(form) {
  const { id } = await act("people", { name: form.name.value, role: form.role.value });
  Object.assign(room, await people());
  form.reset();
  add(id);
}

function chosen() {
  const asked = new URLSearchParams(location.search).get("people")?.split(",") ?? [];
  const known = asked.filter((person) => room.people.some(({ id }) => id === person));
  return known.length ? known : room.people.slice(0, 2).map(({ id }) => id);
}

function update() {
  document.body.classList.remove("offline");
  for (const column of columns) column.update();
}

document.documentElement.lang = language;
document.title = text("room");
translate(document.body);
document.body.dataset.offline = text("offline");

const newPerson = document.querySelector(".new-person");
document.querySelector(".add-person").addEventListener("click", () => newPerson.showModal());
document.querySelector(".add-column").addEventListener("click", addNext);
newPerson.addEventListener("close", () => {
  const form = newPerson.querySelector("form");
  if (newPerson.returnValue === "add") addPerson(form);
});

setUp(room);

for (const person of chosen()) columns.push(columnFor(person));
draw();
listen(update, () => document.body.classList.add("offline"));
