// The way to the simulator: reading its state, acting in it, hearing of its changes.

async function fetched(path, options) {
  const response = await fetch(path, options);
  const body = response.headers.get("Content-Type")?.includes("json") ? await response.json() : {};
  return response.ok ? body : { ...body, status: response.status };
}

export const people = () => fetched("sim/people");

export const stateOf = (person) => fetched(`sim/state?person=${encodeURIComponent(person)}`);

export function act(gesture, body) {
  const headers = { "Content-Type": "application/json" };
  return fetched(`sim/${gesture}`, { method: "POST", headers, body: JSON.stringify(body) });
}

/** Calls `changed` after each change; the browser reconnects by itself. */
export function listen(changed, lost) {
  const events = new EventSource("sim/events");
  events.onmessage = changed;
  events.onerror = lost;
}
