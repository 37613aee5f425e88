<?php

declare(strict_types=1);

namespace PictureOptimizer;

/**
 * What an error of other people's code says, as editors may read it and the service may hear of it: such messages hold paths of the server,
 * names of its databases, whole queries, and addresses with keys in them.
 */
final class Discretion
{
    private const LONGEST = 300;

    /** Of a longer message (a query with all its rows) the rest is not looked at. */
    private const MOST_BYTES = 20_000;

    /** By what stands in the place of each. */
    private const SECRETS = [
        '~\b([a-z][a-z0-9+.-]*://)[^\s/@\'"]+@~i' => '$1', // user and password before a host
        '~(\bhttps?://[^\s?#\'"<>]*)[?#][^\s\'"<>]*~i' => '$1',
        '~\b(Bearer|Basic)\s+[\w.+/=-]{8,}~i' => '$1 …',
        '~([\'"])[^\'"\s]*\1@([\'"])[^\'"\s]*\2~' => '…', // 'user'@'host'
        '~\b((?:pass(?:word|wd)?|pwd|secret|token|(?:api[_-]?)?key|nonce|signature)["\']?\s*(?:=>|[=:])\s*)'
            . '(?:"[^"]*"|\'[^\']*\'|[^\s"\',;)]+)~i' => '$1…',
        '~\b(?:SELECT\s.+?\sFROM|INSERT\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM)\s.*~s' => '…',
        // In small letters only of what is called like a table: "Please select an image from the list."
        '~\b(?:select\s.+?\sfrom|insert\s+into|update(?=\s+\S+\s+set)|delete\s+from)\s+\S*[_`].*~is' => '…',
        // An absolute path is shown by its last part.
        '~(?<![\w:/.\\\\-])(?:[a-z]:)?(?:[\\\\/][\w.@+%-]+){2,}~i' => '*',
        '~(?<![\w-])(?=[\w+/-]*\d)(?=[\w+/-]*[a-z])[\w+/-]{28,}={0,2}~i' => '…', // a key, or a hash
    ];

    /** @return string one line without markup */
    public static function of(string $message): string
    {
        $said = (string) preg_replace('~\s+~', ' ', wp_strip_all_tags(mb_strcut($message, 0, self::MOST_BYTES)));
        foreach (self::SECRETS as $pattern => $instead) {
            $said = $instead === '*'
                ? (string) preg_replace_callback($pattern, static fn (array $path): string => wp_basename($path[0]), $said)
                : (string) preg_replace($pattern, $instead, $said);
        }
        return mb_substr(trim($said), 0, self::LONGEST);
    }
}
