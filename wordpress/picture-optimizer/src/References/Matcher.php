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

    private const PATH = '~^[^/:\s][^:<>]*/[^/:<>]+\.' . BareNames::EXTENSIONS . '$~D';

    /** In any escaping: the end of a tag, and a tag of the page's head that is not ended yet. */
    private const TAG_END = '(?:>|&gt;|\\\\+u003[Ee]|%(?:25)*3[Ee])';
    private const META_TAG = '~(?:<|&lt;|\\\\+u003[Cc]|%(?:25)*3[Cc])meta(?![A-Za-z])(?:(?!' . self::TAG_END . ').)*+$~sD';
    private const FOR_OTHERS = '~(?:og|twitter)(?::|%(?:25)*3[Aa])image~';

    /**
     * @param list<UploadBase> $bases
     * @param Lookup|null      $social For the tags og:image and twitter:image; null for the same.
     */
    public function __construct(
        private readonly array $bases,
        private readonly Lookup $map,
        private readonly ?Lookup $social = null,
    ) {
    }

    /** @return list<Edit> */
    public function edits(string $text): array
    {
        $edits = $this->wholePath($text);
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
        $target = $isPath ? $this->map->find($text) : null;
        if ($target === null) {
            return [];
        }
        $at = (int) strrpos($text, '/') + 1;
        $folder = substr($text, 0, $at - 1);
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
        if (!preg_match('~\G' . Spelling::PATH . '~', $text, $path, 0, $pathAt)) {
            return null;
        }
        foreach ($this->endings($path[0]) as $written) {
            $path = Spelling::decoded($written);
            $target = $this->map->find($path);
            if ($target !== null) {
                return $this->isOurs($base, $text, $start)
                    ? $this->edit($pathAt, $written, $path, $this->forOthers($text, $start, $path) ?? $target)
                    : null;
            }
        }
        return null;
    }

    /**
     * The path as it stands, then without what may follow a URL in running text or in an encoded srcset.
     *
     * @return list<string>
     */
    private function endings(string $path): array
    {
        $shorter = (string) preg_replace('~%(?:25)*20.*$~s', '', $path);
        return array_values(array_unique([$path, $shorter, rtrim($shorter, '.!')]));
    }

    private function isOurs(UploadBase $base, string $text, int $start): bool
    {
        $from = max(0, $start - self::ADDRESS_BYTES);
        // A cut address must not look like the beginning of a text.
        $before = ($from > 0 ? 'x' : '') . substr($text, $from, $start - $from);
        if ($base->path === '') {
            return (bool) preg_match(Spelling::SCHEME, $before);
        }
        if (!preg_match(Spelling::ADDRESS, $before, $address)) {
            return false;
        }
        $host = $address['host'] ?? '';
        return $host === '' || in_array($this->host($host), $base->hosts, true);
    }

    private function host(string $written): string
    {
        $host = strtolower((string) preg_replace('~' . Spelling::COLON . '~', ':', $written));
        return (string) preg_replace('/:(?:80|443)$/', '', $host);
    }

    /** Social networks cannot show every format: a tag that is for them may need another file. */
    private function forOthers(string $text, int $start, string $path): ?Target
    {
        $before = substr($text, max(0, $start - self::ADDRESS_BYTES), min($start, self::ADDRESS_BYTES));
        if ($this->social === null || !preg_match(self::META_TAG, $before, $tag)) {
            return null;
        }
        $rest = preg_split('~' . self::TAG_END . '~', substr($text, $start, self::ADDRESS_BYTES))[0] ?? '';
        return preg_match(self::FOR_OTHERS, $tag[0] . $rest) ? $this->social->find($path) : null;
    }

    /** @param string $path As it is written, decoded. */
    private function edit(int $pathAt, string $written, string $path, Target $target): Edit
    {
        $at = preg_match('~^.*' . Spelling::SLASH . '~s', $written, $match) ? strlen($match[0]) : 0;
        $old = substr($written, $at);
        $folder = str_contains($path, '/') ? dirname($path) : '';
        return new Edit($pathAt + $at, $old, Spelling::like($old, $target->fileName), [$target->attachmentId], $folder);
    }
}
