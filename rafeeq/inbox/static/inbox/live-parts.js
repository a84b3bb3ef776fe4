// How a part of the page takes over what a newer copy of it holds, without disturbing whoever works in it.

const busy = (part) => {
  const here = document.activeElement;
  if (part.querySelector(".editing, details[open] .card, dialog[open], :popover-open")) return true;
  return part.contains(here) && /^(INPUT|TEXTAREA|SELECT)$/.test(here.tagName) && here.type !== "checkbox";
};

const keyOf = (element) => element.querySelector("a")?.pathname;

// Entries: those that did not change keep their element, and with it focus and what is ticked.
const enter = (old, fresh) => {
  const known = new Map([...old.children].map((child) => [keyOf(child), child]));
  const wanted = [...fresh.children].map((child) => {
    const was = known.get(keyOf(child));
    if (was && (was.served ?? was.innerHTML) === child.innerHTML) return was;
    const made = document.importNode(child, true);
    made.served = child.innerHTML;
    const [ticked, box] = [was?.querySelector("input:checked"), made.querySelector("input[type=checkbox]")];
    if (ticked && box) box.checked = true;
    const [link, mark] = [made.querySelector("a"), was?.querySelector("a[aria-current]")];
    if (link && mark) link.setAttribute("aria-current", mark.getAttribute("aria-current"));
    return made;
  });
  const focused = document.activeElement?.closest?.("[data-entries] > *");
  old.replaceChildren(...wanted);
  if (focused && !document.contains(focused)) wanted.find((one) => keyOf(one) === keyOf(focused))?.querySelector("a")?.focus();
  else if (focused) focused.querySelector("a")?.focus({ preventScroll: true });
};

export const grow = (old, fresh) => {
  const added = [];
  for (const child of fresh.querySelectorAll(":scope > [id]")) {
    const was = document.getElementById(child.id);
    if (was && (was.served ?? was.innerHTML) === child.innerHTML) continue;
    const made = document.importNode(child, true);
    made.served = child.innerHTML;
    if (was) {
      if (!was.querySelector("details[open], :focus")) was.replaceWith(made);
    } else {
      old.append(made);
      added.push(made);
    }
    window.htmx?.process(made);
  }
  return added;
};

export const swap = (old, fresh) => {
  if ((old.served ?? old.innerHTML) === fresh.innerHTML || busy(old)) return;
  const lists = [old, fresh].map((part) => part.querySelector("[data-entries]"));
  if (lists[0] && lists[1]) enter(...lists);
  else {
    const made = document.importNode(fresh, true);
    // What was fetched into a part stays, and is fetched again unless somebody has opened something in it.
    const kept = [...made.querySelectorAll("[data-keeps]")].map((one) => [one, old.querySelector(`#${one.id}`)]);
    for (const [one, was] of kept) if (was) one.replaceWith(was);
    old.replaceChildren(...made.childNodes);
    for (const [, was] of kept) if (was && !was.querySelector("details[open], :focus")) window.htmx?.trigger(was, "refresh");
  }
  old.served = fresh.innerHTML;
  window.htmx?.process(old);
};
