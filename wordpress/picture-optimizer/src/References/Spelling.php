<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/**
 * How the characters of a URL can be written in HTML, JSON (also JSON inside JSON), CSS and URL-encoded text.
 * The constants are pieces of regular expressions.
 */
final class Spelling
{
    public const SLASH = '(?:(?:\\\\+u005[Cc])*\\\\*+/|(?:%(?:25)*5[Cc])*%(?:25)*2[Ff]|\\\\+u002[Ff]|&#0*47;|&#x0*2[Ff];)';
    public const COLON = '(?::|%(?:25)*3[Aa]|\\\\+u003[Aa]|&#0*58;|&#x0*3[Aa];)';
    private const HYPHEN = '(?:-|\\\\+u002[Dd]|%(?:25)*2[Dd])';

    /** Typographic spaces, quotes and dots that may follow a URL in running text; dashes can be part of a name. */
    private const PROSE = '(?:\xe2\x80[\x80-\x8f\x96-\xbf]|\xe3\x80[\x80-\xbf]|\xc2[\xa0\xab\xbb]'
        . '|%(?:25)*(?:[Ee]2%(?:25)*80%(?:25)*(?:8|9[6-9A-Fa-f]|[AaBb])|[Ee]3%(?:25)*80%|[Cc]2%(?:25)*(?:[Aa]0|[AaBb][Bb]))'
        . '|\\\\+u(?:20(?:0|1[6-9A-Fa-f]|[2-6])|30[0-3]|00[Aa]0|00[AaBb][Bb]))';

    /** One character of a file name. What sanitize_file_name() removes ends a name, and so does its encoded form. */
    private const NAME_CHARACTER = '(?!' . self::PROSE . ')(?:[^\s"\'<>()\[\]{},;|?#&=*^`$!\\\\/%:]'
        . '|%(?:25)*(?:2[BbDdEe]|20|40|5[Ff]|7[Ee]|[89A-Fa-f][0-9A-Fa-f])'
        . '|\\\\+u(?:002[DdEe]|005[Ff]|00[89A-Fa-f][0-9A-Fa-f]|0[1-9A-Fa-f][0-9A-Fa-f]{2}|[1-9A-Fa-f][0-9A-Fa-f]{3}))';

    /** A path below a folder: names and slashes. */
    public const PATH = '(?:' . self::NAME_CHARACTER . '|' . self::SLASH . ')++';

    /** Ends of text after which a URL may begin: not a letter, not a path; escaped white space and encoded quotes count. */
    private const BEFORE = '(?:^|[^A-Za-z0-9_./\\\\%\~@:+\x80-\xff-]'
        . '|(?:\\\\|%(?:25)*5[Cc])+[nrtbf]'
        . '|\xe2\x80[\x80-\xbf]|\xe3\x80[\x80-\xbf]|\xc2[\xa0\xab\xbb]'
        . '|%(?:25)*[Ee][23]%(?:25)*80%(?:25)*[89AaBb][0-9A-Fa-f]|\\\\+u(?:20[0-6]|30[0-3])[0-9A-Fa-f]'
        . '|%(?:25)*(?:0[9AaDd]|2[0-9A-Ca-c]|3[B-Fb-f]|5[BbDd]|7[B-Db-d])'
        . '|\\\\+u00(?:[01][0-9A-Fa-f]|2[0-9A-Ca-c]|3[B-Fb-f]|5[BbDd]|7[B-Db-d]))';

    /** The address in front of a path of ours: group "host" when it names one. */
    public const ADDRESS = '~' . self::BEFORE . '(?:'
        . '(?:https?' . self::COLON . ')?' . self::SLASH . self::SLASH
        . '(?<host>[A-Za-z0-9.-]+(?:' . self::COLON . '[0-9]+)?)' . self::SLASH
        . '|' . self::SLASH . '|(?:\.{1,2}' . self::SLASH . ')*)$~D';

    /** The same for a base whose path is empty: the host itself follows. */
    public const SCHEME = '~' . self::BEFORE . '(?:https?' . self::COLON . ')?' . self::SLASH . self::SLASH . '$~D';

    /** A regular expression for a path of ours, in every spelling. */
    public static function ofPath(string $path): string
    {
        $pattern = '';
        foreach (mb_str_split($path) as $character) {
            $pattern .= match (true) {
                $character === '/' => self::SLASH,
                $character === '-' => self::HYPHEN,
                default => preg_quote($character, '~'),
            };
        }
        return $pattern;
    }

    /** What is meant by a path, however it is written. */
    public static function decoded(string $path): string
    {
        $path = (string) preg_replace('~' . self::SLASH . '+~', '/', $path);
        if (str_contains($path, '\\')) {
            $json = '"' . preg_replace('~\\\\+u~', '\\u', $path) . '"';
            $path = json_decode($json) ?? $path;
        }
        while (preg_match('~%(?:25)*[0-9A-Fa-f]{2}~', $path)) {
            $path = rawurldecode($path);
        }
        return $path;
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
        return $name;
    }
}
