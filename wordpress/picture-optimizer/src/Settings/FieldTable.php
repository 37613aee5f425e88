<?php

declare(strict_types=1);

namespace PictureOptimizer\Settings;

/** Prints fields as the rows of a form. */
final class FieldTable
{
    /** @param array<string, bool|int|string|list<string>|list<int>> $settings */
    public function __construct(private readonly array $settings)
    {
    }

    /** @param list<Field> $fields */
    public function show(array $fields): void
    {
        echo '<table class="form-table" role="presentation">';
        foreach ($fields as $field) {
            $value = $this->settings[$field->name];
            match (true) {
                is_bool($value) => self::checkbox($field, $value),
                is_array($value) && $field->choices !== [] => self::checkboxes($field, $value),
                $field->spelledOut => self::radios($field, $value),
                default => self::row($field, $value),
            };
        }
        echo '</table>';
    }

    private static function checkbox(Field $field, bool $value): void
    {
        printf(
            '<tr><th scope="row">%1$s</th><td><input type="hidden" name="%3$s" value="0"><label for="%2$s">'
                . '<input type="checkbox" id="%2$s" name="%3$s" value="1"%4$s> %5$s</label></td></tr>',
            esc_html($field->label),
            esc_attr($field->id()),
            esc_attr($field->name),
            checked($value, true, false),
            esc_html($field->help)
        );
    }

    /** @param list<string|int> $chosen */
    private static function checkboxes(Field $field, array $chosen): void
    {
        // The hidden one says that the list was sent, however few are ticked.
        $hidden = sprintf('<input type="hidden" name="%s[]" value="">', esc_attr($field->name));
        self::choices($field, 'checkbox', "{$field->name}[]", $chosen, $hidden);
    }

    private static function radios(Field $field, string $chosen): void
    {
        self::choices($field, 'radio', $field->name, [$chosen]);
    }

    /**
     * @param list<string|int> $chosen
     * @param string $before safe to print
     */
    private static function choices(Field $field, string $type, string $name, array $chosen, string $before = ''): void
    {
        printf(
            '<tr><th scope="row">%1$s</th><td><fieldset><legend class="screen-reader-text">%1$s</legend>',
            esc_html($field->label)
        );
        echo $before; // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- safe, as it says
        foreach ($field->choices as $choice => $label) {
            printf(
                '<label for="%1$s"><input type="%2$s" id="%1$s" name="%3$s" value="%4$s"%5$s> %6$s</label><br>',
                esc_attr("{$field->id()}-{$choice}"),
                esc_attr($type),
                esc_attr($name),
                esc_attr((string) $choice),
                checked(in_array($choice, $chosen, true), true, false),
                esc_html($label)
            );
        }
        echo '</fieldset>' . self::help($field) . '</td></tr>';
    }

    private static function row(Field $field, mixed $value): void
    {
        printf('<tr><th scope="row"><label for="%s">%s</label></th><td>', esc_attr($field->id()), esc_html($field->label));
        $field->choices === [] ? self::input($field, $value) : self::select($field, (string) $value);
        echo self::help($field) . '</td></tr>';
    }

    private static function select(Field $field, string $value): void
    {
        // What somebody saved in words of their own stays on offer.
        $choices = $field->choices + [$value => $value];
        printf('<select id="%1$s" name="%2$s"%3$s>', esc_attr($field->id()), esc_attr($field->name), self::describedBy($field));
        foreach ($choices as $choice => $label) {
            $selected = selected($value, (string) $choice, false);
            printf('<option value="%s"%s>%s</option>', esc_attr((string) $choice), $selected, esc_html($label));
        }
        echo '</select>';
    }

    private static function input(Field $field, mixed $value): void
    {
        $name = $field->name . ($field->inKilobytes ? '[kb]' : '');
        $common = sprintf('id="%s" name="%s"%s', esc_attr($field->id()), esc_attr($name), self::describedBy($field));
        if (is_array($value) || $field->name === 'custom_instruction') {
            $text = is_array($value) ? implode("\n", $value) : (string) $value;
            printf('<textarea %s rows="4" class="regular-text">%s</textarea>', $common, esc_textarea($text));
            return;
        }
        if ($field->inKilobytes) {
            [$least, $most] = array_map(self::kilobytes(...), Defaults::RANGES[$field->name]);
            $shown = self::kilobytes((int) $value);
            printf('<input %s type="number" min="%s" max="%s" step="any" class="small-text" value="%s">', $common, $least, $most, $shown);
            return;
        }
        $type = match (true) {
            is_int($value) => sprintf('type="number" min="%d" max="%d" class="small-text"', ...Defaults::RANGES[$field->name]),
            $field->name === 'exclude_before' => 'type="date"',
            default => sprintf('type="text" maxlength="%d" class="regular-text"', Defaults::LENGTHS[$field->name] ?? 100),
        };
        printf('<input %s %s value="%s">', $common, $type, esc_attr((string) $value));
    }

    /** As a browser reads a number; bytes that are no whole kilobytes stay the bytes that they are. */
    private static function kilobytes(int $bytes): string
    {
        return (string) ($bytes / KB_IN_BYTES);
    }

    private static function describedBy(Field $field): string
    {
        return $field->help === '' ? '' : sprintf(' aria-describedby="%s-help"', esc_attr($field->id()));
    }

    /** @return string safe to print */
    private static function help(Field $field): string
    {
        return $field->help === '' ? ''
            : sprintf('<p class="description" id="%s-help">%s</p>', esc_attr($field->id()), esc_html($field->help));
    }
}
