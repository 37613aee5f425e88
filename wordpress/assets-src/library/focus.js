// A page that is loaded anew after a job, with the keyboard where it was: on what opened the window, or in its row.
const NAME = 'picopt-focus';
const WAYS = 'a[href], button';

export function rememberFocus(opener) {
  const row = opener?.closest('[id]');
  if (row) {
    keep({ row: row.id, action: opener.dataset.picoptAction ?? '' });
  }
}

function keep(place) {
  try {
    window.sessionStorage.setItem(NAME, JSON.stringify(place));
  } catch {
    // A browser that keeps nothing begins at the page's top.
  }
}

// What opened the window may be gone, such as the way back of an image that is its original again.
export function restoreFocus() {
  const { row: id, action } = kept();
  const row = id && document.getElementById(id);
  const { activeElement, body } = document;
  // Whoever is somewhere already stays there.
  if (row && [body, null].includes(activeElement)) {
    const same = [...row.querySelectorAll(WAYS)].find(({ dataset }) => action && dataset.picoptAction === action);
    (row.matches('a, button, input') ? row : same ?? row.querySelector(WAYS))?.focus();
  }
}

function kept() {
  try {
    const place = JSON.parse(window.sessionStorage.getItem(NAME)) ?? {};
    window.sessionStorage.removeItem(NAME);
    return place;
  } catch {
    return {};
  }
}
