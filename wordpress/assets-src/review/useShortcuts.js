// The desk's keys. All have a modifier, so that none is typed by accident into a field.
const isCommand = (event) => event.ctrlKey || event.metaKey;

export function useShortcuts({ approve, next, previous, regenerate }) {
  return (event) => {
    const action = {
      Enter: isCommand(event) && approve,
      ArrowDown: event.altKey && next,
      ArrowUp: event.altKey && previous,
      KeyR: event.altKey && regenerate,
    }[event.code === 'KeyR' ? 'KeyR' : event.key];
    if (action) {
      event.preventDefault();
      action();
    }
  };
}
