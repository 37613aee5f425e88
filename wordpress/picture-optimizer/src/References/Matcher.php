<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

use PictureOptimizer\Database\Edit;

/**
 * Finds file names of ours in a text, whatever surrounds them, and edits exactly these.
 *
 * It looks for the path of the uploads folder, reads the whole path that follows, and asks the map for it; so a longer name
 * ("photo.jpg.webp"), another folder or another host is never mistaken for ours, and the cost does not grow with the map.
 */
final class Matcher implements TextRewriter
{
    /** Longest address in front of the path of uploads that is looked at, in bytes. */
    private const ADDRESS_BYTES = 300;

    private const PATH = '~^/?[^/:\s][^:<>]*/[^/:<>]+\.' . BareNames::EXTENSIONS . '$~D';

    /** A name, where something follows that is hardly part of it and is not followed by another extension. */
    private const NAME_END = '~^.*?\.' . BareNames::EXTENSIONS
        . '(?=(?i:https?)$|--$|' . Spelling::STRIPPED
        . '|' . Spelling::SLASH . Spelling::SLASH . '|(?!' . self::LONGER_NAME . ')' . Spelling::FOREIGN . ')~s';

    /** Letters of another script and then one more extension. */
    private const LONGER_NAME = Spelling::FOREIGN . '[^"<>\s/]*?\.' . BareNames::EXTENSIONS;

    /** Longest name with its folder that is looked for beyond plain characters, in bytes as written; and how many extensions far. */
    private const LONGEST_NAME = 600;
    private const ODD_NAMES = 4;

    /** A link, up to its address, in any escaping; a block keeps it in JSON. */
    private const TAG_BYTES = 1000;
    private const LINK = '~(?:' . Spelling::TAG_BEGIN . 'a(?![A-Za-z])(?:(?!' . Spelling::TAG_END . ').)*?(?<![A-Za-z-])href'
        . '(?:\s|%(?:25)*20)*(?:=|%(?:25)*3[Dd])(?:\s|%(?:25)*20)*' . Spelling::QUOTE . '?|' . Spelling::QUOTE . 'href' . Spelling::QUOTE
        . '\s*:\s*' . Spelling::QUOTE . ')(?:(?!' . Spelling::QUOTE . ')[^\s<>])*$~sD';

    /**
     * @param list<UploadBase> $bases
     * @param array<string, Lookup> $others What the same names become where the text is for others than visitors, by audience.
     */
    public function __construct(
        private readonly array $bases,
        private readonly Lookup $map,
        private readonly array $others = [],
    ) {
    }

    /** @return list<Edit> */
    public function edits(string $text, int $postId = 0): array
    {
        $edits = $this->wholePath($text) + $this->behindTokens($text) + $this->quoted($text);
        foreach ($this->bases as $base) {
            foreach ($this->anchors($base) as $anchor) {
                foreach ($this->occurrences($anchor, $text) as [$start, $pathAt]) {
                    if (!isset($edits[$pathAt]) && ($edit = $this->editAt($base, $text, $start, $pathAt))) {
                        $edits[$pathAt] = $edit;
                    }
                }
            }
        }
        return array_values($edits);
    }

    /**
     * A text that is nothing but "2026/05/photo.jpg", as plugins store it beside WordPress. Without a folder it could be anything.
     *
     * @return array<int, Edit>
     */
    private function wholePath(string $text): array
    {
        // To look up a name can cost a query: only what can be a path is looked up.
        $isPath = strlen($text) <= 500 && preg_match(self::PATH, $text);
        $target = $isPath ? $this->map->find(ltrim($text, '/')) : null;
        if ($target === null) {
            return [];
        }
        $at = (int) strrpos($text, '/') + 1;
        $folder = ltrim(substr($text, 0, $at - 1), '/');
        return [$at => new Edit($at, substr($text, $at), $target->fileName, [$target->attachmentId], $folder)];
    }

    /** @return list<string> */
    private function anchors(UploadBase $base): array
    {
        $names = $base->path === '' ? $base->hosts : [$base->path];
        return array_map([Spelling::class, 'ofPath'], $names);
    }

    /** @return iterable<array{int, int}> Where the path of uploads begins, and where the path below it does. */
    private function occurrences(string $anchor, string $text): iterable
    {
        preg_match_all('~' . $anchor . Spelling::SLASH . '~', $text, $found, PREG_OFFSET_CAPTURE);
        foreach ($found[0] as [$match, $offset]) {
            yield [$offset, $offset + strlen($match)];
        }
    }

    private function editAt(UploadBase $base, string $text, int $start, int $pathAt): ?Edit
    {
        [$written, $path, $target] = $this->known($text, $pathAt) ?? ['', '', null];
        if ($target?->keepsLinks && self::isLink($text, $start)) {
            return null;
        }
        return $target !== null && $this->isOurs($base, $text, $start)
            ? $this->edit($pathAt, $written, $path, $this->forReaders($text, $start, $path, $target))
            : null;
    }

    /** Not everybody can show every format: what is for others than visitors may need another file, or go on naming the former one. */
    private function forReaders(string $text, int $start, string $path, Target $target): ?Target
    {
        $names = $this->others === [] ? null : $this->others[Audiences::at($text, $start)->value] ?? null;
        return $names === null ? $target : $names->find($path);
    }

    /** @return array{string, string, Target}|null The path of ours that stands there: as it is written, decoded, and what it becomes. */
    private function known(string $text, int $pathAt): ?array
    {
        $plain = preg_match('~\G' . Spelling::PATH . '~', $text, $path, 0, $pathAt) ? $this->endings($path[0]) : [];
        foreach ([...$plain, ...$this->oddEndings($text, $pathAt)] as $written) {
            $decoded = ltrim(Spelling::decoded($written), '/');
            foreach (array_unique([$decoded, strtr($decoded, '+', ' ')]) as $path) {
                $target = $this->map->find($path);
                if ($target !== null) {
                    return [$written, $path, $target];
                }
            }
        }
        return null;
    }

    /**
     * The path as it stands, then without what may follow a URL in running text or in an encoded srcset: a space, the end of a
     * sentence, a letter of another script, the next URL.
     *
     * @return list<string>
     */
    private function endings(string $path): array
    {
        $shorter = (string) preg_replace('~%(?:25)*20.*$~s', '', $path);
        $cut = preg_match(self::NAME_END, $path, $match) ? [$match[0]] : [];
        return array_values(array_unique([$path, $shorter, rtrim($shorter, '.!'), ...$cut]));
    }

    /**
     * Names with spaces, quotes and other signs, which end a plain name: up to each extension that follows, the longest first.
     *
     * @return list<string>
     */
    private function oddEndings(string $text, int $pathAt): array
    {
        $part = substr($text, $pathAt, self::LONGEST_NAME);
        preg_match('~^[^"<>\r\n\0]*?(?=["<>\r\n\0]|\\\\+["nr]|&quot;|&[lg]t;|:' . Spelling::SLASH . '|$)~s', $part, $line);
        $end = '~\.' . BareNames::EXTENSIONS . '(?!' . Spelling::GOES_ON . '|' . self::LONGER_NAME . ')~';
        preg_match_all($end, $line[0] ?? '', $found, PREG_OFFSET_CAPTURE);
        $endings = [];
        foreach (array_slice($found[0], 0, self::ODD_NAMES) as [$extension, $at]) {
            $written = substr($line[0], 0, $at + strlen($extension));
            preg_match(Spelling::ODD, $written) && array_unshift($endings, $written);
        }
        return $endings;
    }

    /**
     * Paths behind what a plugin writes for the folder of uploads.
     *
     * @return array<int, Edit>
     */
    private function behindTokens(string $text): array
    {
        return $this->after('~' . Spelling::TOKEN . Spelling::SLASH . '~', $text);
    }

    /**
     * Values in quotes that are nothing but a path below uploads, as plugins keep it in JSON and attributes.
     *
     * @return array<int, Edit>
     */
    private function quoted(string $text): array
    {
        $edits = $this->after('~(?<=["\';])' . Spelling::SLASH . '?(?=[^\s"\'<>:/][^"\'<>:\r\n\t]{0,300}\.' . BareNames::EXTENSIONS
            . '(?:\\\\*["\']|&quot;|&\#0*39;))~', $text);
        return array_filter($edits, static fn (Edit $edit): bool => ($edit->folder ?? '') !== ''
            && preg_match('~\G(?:\\\\*["\']|&quot;|&\#0*39;)~', $text, $end, 0, $edit->offset + strlen($edit->old)));
    }

    /** @return array<int, Edit> */
    private function after(string $pattern, string $text): array
    {
        $edits = [];
        preg_match_all($pattern, $text, $found, PREG_OFFSET_CAPTURE);
        foreach ($found[0] as [$match, $offset]) {
            $pathAt = $offset + strlen($match);
            [$written, $path, $target] = $this->known($text, $pathAt) ?? ['', '', null];
            $target = $target === null ? null : $this->forReaders($text, $pathAt, $path, $target);
            $edits[$pathAt] = $this->edit($pathAt, $written, $path, $target);
        }
        return array_filter($edits);
    }

    private function isOurs(UploadBase $base, string $text, int $start): bool
    {
        $from = max(0, $start - self::ADDRESS_BYTES);
        // A cut address must not look like the beginning of a text.
        $before = ($from > 0 ? 'x' : '') . substr($text, $from, $start - $from);
        if ($base->path === '') {
            return preg_match(Spelling::SCHEME, $before, $address) && ($address['inside'] ?? '') === '';
        }
        if (!preg_match(Spelling::ADDRESS, $before, $address)) {
            return preg_match(Spelling::IN_PROSE, $before, $prose) && !preg_match('~' . Spelling::SLASH . '~', $prose['token']);
        }
        $host = ($address['host'] ?? '') . ($address['relative'] ?? '');
        return ($address['inside'] ?? '') === '' && ($host === '' || in_array(Spelling::host($host), $base->hosts, true));
    }

    /** Whether the address that leads to a place of the text is what a link, or a block's link, leads to. */
    private static function isLink(string $text, int $start): bool
    {
        $before = substr($text, max(0, $start - self::TAG_BYTES), min($start, self::TAG_BYTES));
        return preg_match(self::LINK, $before) === 1;
    }

    /** @param string $path As it is written, decoded. */
    private function edit(int $pathAt, string $written, string $path, ?Target $target): ?Edit
    {
        if ($target === null) {
            return null;
        }
        $at = preg_match('~^.*' . Spelling::SLASH . '~s', $written, $match) ? strlen($match[0]) : 0;
        $old = substr($written, $at);
        $folder = str_contains($path, '/') ? dirname($path) : '';
        return new Edit($pathAt + $at, $old, Spelling::like($old, $target->fileName), [$target->attachmentId], $folder);
    }
}
