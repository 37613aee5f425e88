<?php

declare(strict_types=1);

namespace PictureOptimizer\Media;

/**
 * The service's notes on a result, in the reader's language. They come as English sentences with names and numbers in them, which are
 * said in our own words in English, too; one that is not known here stays as it is.
 */
final class Notes
{
    /**
     * @param list<string> $notes as they came
     * @return list<string>
     */
    public static function say(array $notes): array
    {
        return array_map(self::translate(...), $notes);
    }

    private static function translate(string $note): string
    {
        foreach (self::known() as $pattern => $said) {
            if (preg_match("/^{$pattern}$/u", $note, $found) === 1) {
                return vsprintf($said, array_slice($found, 1));
            }
        }
        return $note;
    }

    /** @return array<string, string> what is said by what the service says */
    private static function known(): array
    {
        return self::aboutReading() + self::aboutColors() + self::aboutFiles() + self::aboutTexts();
    }

    /** @return array<string, string> */
    private static function aboutReading(): array
    {
        return [
            'The file holds (\d+) images; the main one was used\.' // not for people
                /* translators: %s: number of images in a file */
                => __('The file holds %s images; the main one was used.', 'picture-optimizer'),
            'The animation of (\d+) frames was left untouched: only WebP output can hold it\.' // not for people
                /* translators: %s: number of frames */
                => __('The animation of %s frames was left untouched: only WebP output can hold it.', 'picture-optimizer'),
            'Content credentials \(C2PA\) do not survive a change to the image, so they were removed\.' => __( // not for people
                'Content credentials (C2PA) do not survive a change to the image, so they were removed.',
                'picture-optimizer'
            ),
        ];
    }

    /** @return array<string, string> */
    private static function aboutColors(): array
    {
        return [
            '(\d+) bits a sample became (\d+)\.' // not for people
                /* translators: 1: number of bits, 2: number of bits */
                => __('%1$s bits per sample became %2$s.', 'picture-optimizer'),
            'The HDR gain map was kept in files of (\d+) pixels and more\.' // not for people
                /* translators: %s: number of pixels */
                => __('The HDR gain map was kept in files of %s pixels and more.', 'picture-optimizer'),
            'The HDR gain map was removed: the result looks as it does on standard screens\.' => __( // not for people
                'The HDR gain map was removed: the result looks as it does on standard screens.',
                'picture-optimizer'
            ),
            'Print colors \(CMYK, a common offset print, as the file does not say which\) were converted to sRGB\.' => __( // not for people
                'Print colors (CMYK) were converted to sRGB. The file doesn’t say which print process they are for,'
                    . ' so a common offset process was assumed.',
                'picture-optimizer'
            ),
            'Print colors \(CMYK, (.+)\) were converted to sRGB\.' // not for people
                /* translators: %s: name of a color profile */
                => __('Print colors (CMYK, %s) were converted to sRGB.', 'picture-optimizer'),
            'The HDR image \((.+)\) was brought to what ordinary screens show: 203 nits became white, and brighter' // not for people
                . ' light was pressed together below it\.' => __( // not for people
                    /* translators: %s: name of a color profile */
                    'The HDR image (%s) was converted for standard screens: 203 nits became white, and brighter light'
                        . ' was compressed below it.',
                    'picture-optimizer'
                ),
            'The color profile is damaged and was ignored: the colors were taken as sRGB, as in browsers\.' => __( // not for people
                'The color profile is damaged and was ignored: the colors were taken as sRGB, as in browsers.',
                'picture-optimizer'
            ),
            'Colors were converted from “(.+)” to sRGB\.' // not for people
                /* translators: %s: name of a color profile */
                => __('Colors were converted from “%s” to sRGB.', 'picture-optimizer'),
            'JPEG does not support transparency, so the image was placed on white\.' // not for people
                => __('JPEG does not support transparency, so the image was placed on white.', 'picture-optimizer'),
        ];
    }

    /** @return array<string, string> */
    private static function aboutFiles(): array
    {
        return [
            '(\w+) would have (\d+) bytes, the original has (\d+)\.' // not for people
                /* translators: 1: format, 2: number of bytes, 3: number of bytes */
                => __('%1$s would take %2$s bytes; the original takes %3$s.', 'picture-optimizer'),
            '“(.+)” would have (\d+) bytes, the file in use has (\d+): it was kept\.' // not for people
                /* translators: 1: name of a size, 2: number of bytes, 3: number of bytes */
                => __('“%1$s” would take %2$s bytes; the current file takes %3$s, so it was kept.', 'picture-optimizer'),
            '“(.+)” has fewer bytes than (“.+”), although it is larger: nothing better can be made of it\.' => __( // not for people
                /* translators: 1: name of a size, 2: names of sizes, in quotation marks */
                '“%1$s” takes fewer bytes than %2$s, although its dimensions are larger. No better version was found.',
                'picture-optimizer'
            ),
            '“(.+)” was left out: it would have (\d+) bytes, while “(.+)”, which is larger and no' // not for people
                . ' worse, has (\d+)\.' => __( // not for people
                /* translators: 1: name of a size, 2: number of bytes, 3: name of a size, 4: number of bytes */
                    '“%1$s” was skipped: it would take %2$s bytes, while “%3$s” is larger, looks at least as good, and takes only %4$s.',
                    'picture-optimizer'
                ),
            'The target of ([\d.]+) was not reached: “(.+)” scores (-?[\d.]+) at the highest quality of (\w+)\.' => __( // not for people
                /* translators: 1: score, 2: name of a size, 3: score, 4: format */
                'The target of %1$s was not reached: “%2$s” scores %3$s at the highest quality of %4$s.',
                'picture-optimizer'
            ),
            'The target of ([\d.]+) was not reached: “(.+)” scores (-?[\d.]+) at the highest quality of (\w+); without' // not for people
                . ' loss it would have too many bytes\.' => __( // not for people
                    /* translators: 1: score, 2: name of a size, 3: score, 4: format */
                    'The target of %1$s was not reached: “%2$s” scores %3$s at the highest quality of %4$s; a lossless file would'
                        . ' be too large.',
                    'picture-optimizer'
                ),
        ];
    }

    /** @return array<string, string> */
    private static function aboutTexts(): array
    {
        $said = [
            '(\d+) of (\d+) keywords were left out: a file holds no more\.' // not for people
                /* translators: 1: number of keywords, 2: number of all keywords */
                => __('%1$s of %2$s keywords were left out, because a file can’t hold more.', 'picture-optimizer'),
            '(\d+) of (\d+) keywords were cut: a file holds no more\.' // not for people
                /* translators: 1: number of keywords, 2: number of all keywords */
                => __('%1$s of %2$s keywords were cut, because a file can’t hold more.', 'picture-optimizer'),
        ];
        foreach (self::texts() as $name => $label) {
            $said["The {$name} was cut to (\\d+) of (\\d+) characters: a file holds no more\\."] = sprintf( // not for people
                /* translators: 1: name of a field, such as “Alt text”, 2: number of characters, 3: number of characters before */
                __('%1$s: cut to %2$s of %3$s characters, because a file can’t hold more.', 'picture-optimizer'),
                str_replace('%', '%%', $label),
                '%1$s',
                '%2$s'
            );
        }
        return $said;
    }

    /** @return array<string, string> what people call the texts of a file, by what the service calls them */
    private static function texts(): array
    {
        return [
            'title' => __('Title', 'picture-optimizer'),
            'headline' => __('Headline', 'picture-optimizer'),
            'alt text' => __('Alt text', 'picture-optimizer'),
            'caption' => __('Caption', 'picture-optimizer'),
            'description' => __('Description', 'picture-optimizer'),
            'copyright' => __('Copyright notice', 'picture-optimizer'),
            'creator' => __('Creator', 'picture-optimizer'),
            'credit' => __('Credit line', 'picture-optimizer'),
            'source' => __('Source', 'picture-optimizer'),
            'licensor' => __('Licensor', 'picture-optimizer'),
            'usage terms' => __('Usage terms', 'picture-optimizer'),
            'licence' => __('License', 'picture-optimizer'),
            'source type' => __('Digital source type', 'picture-optimizer'),
        ];
    }
}
