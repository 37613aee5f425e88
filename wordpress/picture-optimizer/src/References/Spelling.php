<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/**
 * How the characters of a URL can be written in HTML, JSON (also JSON inside JSON), CSS and URL-encoded text.
 * The constants are pieces of regular expressions.
 */
final class Spelling
{
    /** What stands before the number of an escaped character, also where JSON was URL-encoded afterwards. */
    public const ESCAPE = '(?:\\\\|%(?:25)*5[Cc])+u';

    /** What an entity begins with, also where the text around it was encoded once more. */
    private const ENTITY = '&(?:amp;)*';

    public const SLASH = '(?:(?:\\\\+u005[Cc])*\\\\*+/|(?:%(?:25)*5[Cc])*%(?:25)*2[Ff]|\\\\+(?:u00|x)2[Ff]'
        . '|' . self::ENTITY . '(?:\#0*47|\#[xX]0*2[Ff]|sol);)';
    public const COLON = '(?::|%(?:25)*3[Aa]|\\\\+(?:u00|x)3[Aa]|' . self::ENTITY . '(?:\#0*58|\#[xX]0*3[Aa]|colon);)';
    public const HYPHEN = '(?:-|' . self::ESCAPE . '002[Dd]|\\\\+x2[Dd]|%(?:25)*2[Dd])';

    public const QUOTE = '(?:\\\\*["\']|&quot;|&\#0*39;|\\\\+u002[27]|%(?:25)*2[27])';

    public const TAG_BEGIN = '(?:<|&lt;|\\\\+u003[Cc]|%(?:25)*3[Cc])';
    public const TAG_END = '(?:>|&gt;|\\\\+u003[Ee]|%(?:25)*3[Ee])';

    /** Typographic spaces, quotes and dots that may follow a URL in running text; dashes can be part of a name. */
    private const PROSE = '(?:\xe2\x80[\x80-\x8f\x96-\xbf]|\xe3\x80[\x80-\xbf]|\xc2[\xa0\xab\xbb]'
        . '|%(?:25)*(?:[Ee]2%(?:25)*80%(?:25)*(?:8|9[6-9A-Fa-f]|[AaBb])|[Ee]3%(?:25)*80%|[Cc]2%(?:25)*(?:[Aa]0|[AaBb][Bb]))'
        . '|' . self::ESCAPE . '(?:20(?:0|1[6-9A-Fa-f]|[2-6])|30[0-3]|00[Aa]0|00[AaBb][Bb]))';

    /** One character of a file name. What sanitize_file_name() removes ends a name, and so does its encoded form. */
    private const NAME_CHARACTER = '(?!' . self::PROSE . ')(?:[^\s"\'<>()\[\]{},;|?#&=*^`$!\\\\/%:]'
        . '|%(?:25)*(?:2[BbDdEe]|20|40|5[Ff]|7[Ee]|[89A-Fa-f][0-9A-Fa-f])'
        . '|' . self::ESCAPE . '(?:002[DdEe]|005[Ff]|00[89A-Fa-f][0-9A-Fa-f]|0[1-9A-Fa-f][0-9A-Fa-f]{2}|[1-9A-Fa-f][0-9A-Fa-f]{3}))';

    /** What a name can hold that sanitize_file_name() would have taken out: files that came by FTP or from another system. */
    public const ODD = '~[\s"\'<>()\[\]{},;:&#=*^`$!%+\\\\]~';

    /** A quote, an angle bracket or an ampersand of JSON whose backslash was lost: WordPress takes one off when a value is saved. */
    public const STRIPPED = 'u00(?:2[267]|3[CEce])';

    /** The end of an HTML comment: its hyphens are no part of a name. */
    public const COMMENT_END = '(?:-|' . self::ESCAPE . '002[Dd]){2}(?:>|&(?:amp;)*gt;|' . self::ESCAPE . '003[Ee]|%(?:25)*3[Ee])';

    /** Behind an extension: the name, or the path, does not end there. */
    public const GOES_ON = '(?!' . self::COMMENT_END . ')(?:(?!' . self::STRIPPED . ')[A-Za-z0-9_-]|\.[A-Za-z0-9]|' . self::SLASH
        . '|%(?:25)*(?:2[DdEe]|5[Ff])|\\\\+u00(?:2[DdEe]|5[Ff]))';

    /** The two last digits of an encoded sign that is no letter, digit, hyphen or underscore. */
    public const SIGN = '(?:[01][0-9A-Fa-f]|2[0-9A-Ca-cE-Fe-f]|3[A-Fa-f]|40|5[B-Eb-e]|60|7[B-Fb-f])';

    /** A name begins here: not behind a letter, unless that letter is the end of an encoded sign. */
    public const NAME_BEGIN = '(?:(?<![A-Za-z0-9_-])|(?<=%' . self::SIGN . ')|(?<=25' . self::SIGN . ')|(?<=u00' . self::SIGN . ')'
        . '|(?<=\\\\[nrtbf])|(?<=\\\\x' . self::SIGN . ')|(?<=\\\\' . self::SIGN . ')|(?<=00' . self::SIGN . '))';

    /** A path below a folder: names and slashes. */
    public const PATH = '(?:' . self::NAME_CHARACTER . '|' . self::SLASH . ')++';

    /** Letters of other scripts, signs and emoji: they surround URLs in running text as often as they are part of names. */
    public const FOREIGN = '(?:[\x80-\xff]|%(?:25)*[89A-Fa-f][0-9A-Fa-f]'
        . '|' . self::ESCAPE . '(?:00[89A-Fa-f][0-9A-Fa-f]|0[1-9A-Fa-f][0-9A-Fa-f]{2}|[1-9A-Fa-f][0-9A-Fa-f]{3}))';

    /** Ends of text after which a path may begin: not a letter, not a path; escaped white space and encoded quotes count. */
    private const BEFORE = '(?:^|[^A-Za-z0-9_./\\\\%\~@:+\x80-\xff-]'
        . '|(?:\\\\|%(?:25)*5[Cc])+[nrtbf]'
        . '|\xe2\x80[\x80-\xbf]|\xe3\x80[\x80-\xbf]|\xc2[\xa0\xab\xbb]'
        . '|%(?:25)*[Ee][23]%(?:25)*80%(?:25)*[89AaBb][0-9A-Fa-f]|\\\\+u(?:20[0-6]|30[0-3])[0-9A-Fa-f]'
        . '|%(?:25)*(?:0[9AaDd]|2[0-9A-Ca-c]|3[B-Fb-f]|5[BbDd]|7[B-Db-d])'
        . '|\\\\+u00(?:[01][0-9A-Fa-f]|2[0-9A-Ca-c]|3[B-Fb-f]|5[BbDd]|7[B-Db-d]))';

    /** A scheme says itself where a URL begins, whatever stands before it, but behind a slash it is part of another's path. */
    private const BEGIN = '(?<inside>' . self::SLASH . ')?(?i:https?)' . self::COLON . self::SLASH . self::SLASH;
    public const HOST = '(?:[A-Za-z0-9.-]|' . self::FOREIGN . ')+(?:' . self::COLON . '[0-9]+)?';

    /**
     * What plugins write for the site's address: "%SITE_URL%", "__HOME_URL__", "@@site@@". Of other signs around it, such as brackets,
     * none is part of a path anyway.
     */
    private const SITE_TOKEN = '(?<mark>%%?|__|@@?)(?i:[A-Z0-9_]*?(?:url|site|home|domain|host|base|root)[A-Z0-9_]*?)\k<mark>';

    /** The address in front of a path of ours: group "host" or "relative" when it names one, "inside" within another URL. */
    public const ADDRESS = '~(?:' . self::BEGIN . '(?<host>' . self::HOST . ')' . self::SLASH . '+'
        . '|(?:' . self::BEFORE . '|' . self::FOREIGN . ')' . self::SLASH . self::SLASH
        . '(?<relative>' . self::HOST . ')' . self::SLASH . '+'
        . '|' . self::BEFORE . self::SITE_TOKEN . self::SLASH . '?'
        . '|' . self::BEFORE . '(?:' . self::SLASH . '|(?:\.{1,2}' . self::SLASH . ')*))$~D';

    /** The same for a base whose path is empty: the host itself follows. */
    public const SCHEME = '~(?:' . self::BEGIN . '|(?:' . self::BEFORE . '|' . self::FOREIGN . ')' . self::SLASH . self::SLASH . ')$~D';

    /** A path without a host behind a letter of another script or a colon: ours, if no slash says that it goes on from there. */
    public const IN_PROSE = '~(?<token>[^\s"\'<>()]*)(?:' . self::FOREIGN . '|:|' . self::COLON . ')' . self::SLASH . '?$~D';

    private const DOLLAR = '(?:\$|%(?:25)*24|(?<!\\\\)' . self::ESCAPE . '0024|&(?:amp;)*\#0*36;|&(?:amp;)*\#x0*24;)';

    /** What plugins write for the folder of uploads: "$upload$", "{uploads}", "%UPLOADS_URL%". */
    public const TOKEN = '(?i:' . self::DOLLAR . '[A-Za-z_]*upload[A-Za-z_]*' . self::DOLLAR
        . '|\{+[A-Za-z_]*upload[A-Za-z_]*\}+|%%?[A-Za-z_]*upload[A-Za-z_]*%%?)';

    /** A regular expression for a path of ours, in every spelling. */
    public static function ofPath(string $path): string
    {
        $pattern = '';
        foreach (mb_str_split(self::normalized($path)) as $character) {
            $pattern .= match (true) {
                $character === '/' => self::SLASH,
                $character === '-' => self::HYPHEN,
                $character === '.', $character === '~' => preg_quote($character, '~'),
                default => self::ofCharacter($character),
            };
        }
        return $pattern;
    }

    /** A file name without its size and its extension. */
    public static function stem(string $name): string
    {
        return (string) preg_replace('/(?:-\d+x\d+)?(?:-scaled)?\.[^.]*$/', '', $name);
    }

    /** The same letter can be written composed or decomposed (macOS does); both name one file. */
    public static function normalized(string $path): string
    {
        if (!preg_match('/[\x80-\xff]/', $path) || !class_exists(\Normalizer::class)) {
            return $path;
        }
        return \Normalizer::normalize($path, \Normalizer::FORM_C) ?: $path;
    }

    /** A regular expression for a file name in every spelling, each character apart. */
    public static function ofName(string $name): string
    {
        return implode('', array_map(self::ofCharacter(...), mb_str_split(self::normalized($name))));
    }

    private static function ofCharacter(string $character): string
    {
        if (preg_match('/[A-Za-z0-9_]/', $character)) {
            return preg_quote($character, '~');
        }
        $apart = class_exists(\Normalizer::class) ? (string) \Normalizer::normalize($character, \Normalizer::FORM_D) : $character;
        // A letter and its accent can be two.
        $decomposed = $apart === $character ? '' : '|' . implode('', array_map(self::ofCharacter(...), mb_str_split($apart)));
        $percent = implode('', array_map(
            static fn (string $byte): string => sprintf('%%(?:25)*(?i:%02X)', ord($byte)),
            str_split($character)
        ));
        $json = trim((string) json_encode($character), '"');
        $units = str_starts_with($json, '\\u') ? $json : sprintf('\\u%04x', mb_ord($character));
        $escaped = (string) preg_replace_callback(
            '~\\\\u([0-9a-f]{4})~i',
            static fn (array $unit): string => self::ESCAPE . "(?i:{$unit[1]})",
            $units
        );
        $named = $character === '.' ? 'period' : preg_quote(trim(htmlentities($character), '&;'), '~');
        $code = (int) mb_ord($character);
        $ofCss = sprintf('\\\\+(?:x|0{0,4})(?i:%x)\s?', $code);
        $entity = '(?:&(?:amp;)*|%(?:25)*26)(?:(?:#|%(?:25)*23)(?:0*' . $code . '|x0*(?i:' . dechex($code) . "))|apos|{$named})"
            . '(?:;|%(?:25)*3[Bb])';
        // A backslash before a sign is CSS, a plus sign is a space of a form.
        return '(?:(?:\\\\|%(?:25)*5[Cc])*(?:' . preg_quote($character, '~') . "|{$entity}|{$percent})|{$escaped}|{$ofCss}{$decomposed}"
            . ($character === ' ' ? '|\+|%(?:25)*2[Bb]' : '') . ')';
    }

    /** The host that is meant, with its port if that is not the usual one. */
    public static function host(string $written): string
    {
        $host = mb_strtolower(self::normalized(self::decoded($written)), 'UTF-8');
        return (string) preg_replace('/\.?(?::(?:80|443))?$/D', '', $host);
    }

    /** What is meant by a path, however it is written. */
    public static function decoded(string $path): string
    {
        $path = (string) preg_replace('~' . self::SLASH . '+~', '/', $path);
        // One inside the other: JSON in an encoded URL, entities of entities.
        for ($before = null; $before !== $path;) {
            $before = $path;
            $path = self::withoutEntities(self::withoutPercents(self::withoutBackslashes($path)));
        }
        return $path;
    }

    private static function withoutBackslashes(string $path): string
    {
        if (!str_contains($path, '\\')) {
            return $path;
        }
        // Of JSON; else of CSS or a script, where a backslash stands before a sign or its number.
        return json_decode('"' . preg_replace('~\\\\+u~', '\\u', $path) . '"') ?? (string) preg_replace_callback(
            // A script's number has two digits, one of CSS ends with the sixth or where no digit follows.
            '~\\\\+(?:(?|x([2-7][0-9A-Fa-f])|(?:0{4}([2-7][0-9A-Fa-f])|0{0,3}([2-7][0-9A-Fa-f])(?![0-9A-Fa-f]))\s?)'
                . '|(?=[^A-Za-z0-9\\\\]))~',
            static fn (array $escape): string => isset($escape[1]) ? chr((int) hexdec(end($escape))) : '',
            $path
        );
    }

    private static function withoutPercents(string $path): string
    {
        while (preg_match('~%(?:25)*[0-9A-Fa-f]{2}~', $path)) {
            $path = rawurldecode($path);
        }
        return $path;
    }

    private static function withoutEntities(string $path): string
    {
        return str_contains($path, '&') ? html_entity_decode($path, ENT_QUOTES | ENT_HTML5) : $path;
    }

    /** Writes a file name in the way that the old one was written. */
    public static function like(string $written, string $name): string
    {
        if (preg_match('~(\\\\+)u[0-9A-Fa-f]{4}~', $written, $escape)) {
            $name = substr((string) json_encode($name, JSON_UNESCAPED_SLASHES), 1, -1);
            // The block editor writes two hyphens so, because they would end the comment that holds them.
            return str_replace(['\\u', '--'], ["{$escape[1]}u", "{$escape[1]}u002d{$escape[1]}u002d"], $name);
        }
        if (preg_match('~%((?:25)*)[0-9A-Fa-f]{2}~', $written, $escape)) {
            return str_replace('%', "%{$escape[1]}", rawurlencode($name));
        }
        // A space or a comma would end it in a srcset, a quote in an attribute.
        return preg_match(self::ODD, $name) ? rawurlencode($name) : $name;
    }
}
