// WordPress draws a field anew when its title or caption changes, not for its alt text.
export function showInField(button, alt) {
  const field = button.closest('.media-sidebar, .attachment-details')?.querySelector('[data-setting="alt"] :is(textarea, input)');
  if (field) {
    field.value = alt;
  }
}
