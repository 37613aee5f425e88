// A button at work, where WordPress draws it and not React. It is not disabled: that would take the keyboard from it.
export async function atWork(button, work) {
  if (button.getAttribute('aria-disabled') === 'true') {
    return; // Clicked twice.
  }
  button.setAttribute('aria-disabled', 'true');
  button.classList.add('disabled');
  try {
    await work();
  } finally {
    button.removeAttribute('aria-disabled');
    button.classList.remove('disabled');
  }
}
