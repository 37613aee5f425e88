<?php

/**
 * Copied to mu-plugins for a run in the pseudo-locale: strings of WordPress itself are put between ‹ and ›, so that what
 * is neither theirs nor in our catalog can be told apart. Only for whoever has chosen that language.
 */

const PICOPT_PSEUDO_LOCALE = 'en_XA';
// Not for people: WordPress reads these itself.
const PICOPT_PSEUDO_KEPT = ['ltr', 'off', 'on', 'words', '.', ',', 'F j, Y', 'g:i a', 'F j, Y g:i a', 'Y/m/d', 'g:i:s a'];

$mark = static function (string $translation, string $text, string ...$rest): string {
    $isTheirs = end($rest) === 'default' && !in_array($text, PICOPT_PSEUDO_KEPT, true);
    return $isTheirs && is_admin() && get_user_locale() === PICOPT_PSEUDO_LOCALE ? "‹{$translation}›" : $translation;
};
// Before WordPress names its post types, at 0.
add_action('init', static function () use ($mark): void {
    if (!is_user_logged_in()) {
        return;
    }
    foreach (['gettext', 'gettext_with_context'] as $filter) {
        add_filter($filter, $mark, 10, 4);
    }
    $marked = static fn (string $translation, string $one, string $many, mixed ...$rest): string
        => $mark($translation, $one, (string) end($rest));
    add_filter('ngettext', $marked, 10, 5);
    add_filter('ngettext_with_context', $marked, 10, 6);
}, -1);
// WordPress looks for a script's catalog by its handle in the plugin's own folder only; this language is not part of the plugin.
add_filter('load_script_translation_file', static function (string|false $file, string $handle, string $domain): string|false {
    $ours = WP_LANG_DIR . "/plugins/{$domain}-" . PICOPT_PSEUDO_LOCALE . "-{$handle}.json";
    return get_user_locale() === PICOPT_PSEUDO_LOCALE && is_readable($ours) ? $ours : $file;
}, 10, 3);
add_action('admin_enqueue_scripts', static function (): void {
    if (get_user_locale() === PICOPT_PSEUDO_LOCALE) {
        wp_add_inline_script('wp-i18n', 'for (const name of ["gettext", "ngettext", "gettext_with_context", "ngettext_with_context"]) {'
            . ' wp.hooks.addFilter(`i18n.${name}_default`, "picopt/pseudo", (text) => `‹${text}›`); }');
    }
});
