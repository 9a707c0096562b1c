// Every text of the page, in French and in English.

const dictionary = {
  fr: {
    room: "Salle d'essai",
    people: "Personnes",
    moreColumns: "+ Colonne",
    addColumn: "Ajouter une colonne",
    morePeople: "+ Personne",
    addPerson: "Ajouter une personne",
    add: "Ajouter",
    cancel: "Annuler",
    close: "Fermer",
    settings: "Réglages",
    language: "Langue de la page",
    theme: "Apparence",
    likeTheSystem: "Comme le système",
    light: "Claire",
    dark: "Sombre",
    botClock: "Horloge de l'application",
    botTime: "Horloge de l'application : {when}",
    quarter: "+ 15 min",
    hour: "+ 1 h",
    day: "+ 1 jour",
    noClock: "Cette application n'a pas d'horloge à avancer.",
    closeColumn: "Fermer la colonne",
    name: "Nom",
    role: "Rôle",
    user: "Membre",
    guest: "Invité",
    anonymous: "Participant anonyme",
    shownPerson: "Personne affichée",
    conversations: "Conversations",
    messages: "Messages",
    unread: "non lu",
    yourMessage: "Votre message",
    send: "Envoyer",
    mention: "Mentionner {bot}",
    reply: "Répondre",
    replyTo: "Réponse à {name}",
    noReply: "Ne plus répondre à ce message",
    you: "Vous",
    edited: "modifié",
    deleted: "Ce message a été supprimé.",
    empty: "Aucun message pour l'instant.",
    typing: "{bot} écrit…",
    attach: "Joindre un fichier par son lien",
    file: "Fichier : {name}",
    fileName: "Nom du fichier",
    fileLink: "Lien du fichier",
    addBot: "Ajouter {bot}",
    moreActions: "Autres actions sur ce message",
    required: "À compléter.",
    unreachable: "L'application n'a pas répondu. Réessayez dans un instant.",
    refused: "L'application a refusé cette action ({status}).",
    notDrawn: "Cette carte ne peut pas être affichée.",
    offline: "La salle d'essai ne répond plus. Nouvel essai…",
  },
  en: {
    room: "Rehearsal room",
    people: "People",
    moreColumns: "+ Column",
    addColumn: "Add a column",
    morePeople: "+ Person",
    addPerson: "Add a person",
    add: "Add",
    cancel: "Cancel",
    close: "Close",
    settings: "Settings",
    language: "Language of the page",
    theme: "Appearance",
    likeTheSystem: "Like the system",
    light: "Light",
    dark: "Dark",
    botClock: "Clock of the app",
    botTime: "Clock of the app: {when}",
    quarter: "+ 15 min",
    hour: "+ 1 h",
    day: "+ 1 day",
    noClock: "This app has no clock to move.",
    closeColumn: "Close the column",
    name: "Name",
    role: "Role",
    user: "Member",
    guest: "Guest",
    anonymous: "Anonymous participant",
    shownPerson: "Person shown",
    conversations: "Conversations",
    messages: "Messages",
    unread: "unread",
    yourMessage: "Your message",
    send: "Send",
    mention: "Mention {bot}",
    reply: "Reply",
    replyTo: "Reply to {name}",
    noReply: "Stop replying to this message",
    you: "You",
    edited: "edited",
    deleted: "This message has been deleted.",
    empty: "No message yet.",
    typing: "{bot} is typing…",
    attach: "Attach a file by its link",
    file: "File: {name}",
    fileName: "Name of the file",
    fileLink: "Link to the file",
    addBot: "Add {bot}",
    moreActions: "More actions on this message",
    required: "Please fill this in.",
    unreachable: "The app did not answer. Try again in a moment.",
    refused: "The app refused this action ({status}).",
    notDrawn: "This card cannot be shown.",
    offline: "The room does not answer any more. Trying again…",
  },
};

const asked = new URLSearchParams(location.search).get("lang");

/** French unless "?lang=en" asks otherwise: the product's users are French. */
export const language = asked in dictionary ? asked : "fr";

export function text(key, facts = {}) {
  return dictionary[language][key].replace(/\{(\w+)\}/g, (_, name) => facts[name]);
}

/** Fills in the texts that the markup names by data-text, data-label and data-placeholder. */
export function translate(root) {
  for (const node of root.querySelectorAll("[data-text]")) {
    node.textContent = text(node.dataset.text);
  }
  for (const node of root.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", text(node.dataset.label));
  }
  for (const node of root.querySelectorAll("[data-placeholder]")) {
    node.placeholder = text(node.dataset.placeholder);
  }
}

const time = new Intl.DateTimeFormat(language, { timeStyle: "short" });
const dayAndTime = new Intl.DateTimeFormat(language, { dateStyle: "short", timeStyle: "short" });

const moment = new Intl.DateTimeFormat(language, {
  weekday: "long",
  day: "numeric",
  month: "long",
  hour: "numeric",
  minute: "2-digit",
});

/** A day and its time in full: "mardi 14 avril à 10:20". */
export const inFull = (at) => moment.format(at);

export function clock(iso) {
  const at = new Date(iso);
  const today = at.toDateString() === new Date().toDateString();
  return (today ? time : dayAndTime).format(at);
}
