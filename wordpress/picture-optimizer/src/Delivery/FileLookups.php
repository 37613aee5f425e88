<?php

declare(strict_types=1);

namespace PictureOptimizer\Delivery;

use PictureOptimizer\Database\Schema as Tables;
use PictureOptimizer\Files\Described;
use PictureOptimizer\References\BareNames;

/**
 * Importers look an attachment up by its file, as a list of theirs names it (WooCommerce's products as CSV, WP All Import). Such lists
 * lie outside of the site, where nobody can rewrite them, and are imported again and again: who asks by a former name gets the image.
 */
final class FileLookups
{
    private const ASKING = ['=', 'IN', 'LIKE', 'REGEXP', 'RLIKE'];

    public function __construct(private readonly Redirects $redirects)
    {
    }

    /** A query for attachments by `_wp_attached_file` finds those that had the file's name before, too. */
    public function widen(\WP_Query $query): void
    {
        if (!Tables::isHere()) {
            return;
        }
        $clauses = $query->get('meta_query');
        $widened = is_array($clauses) ? $this->widened($clauses) : [];
        $single = ['key' => $query->get('meta_key'), 'value' => $query->get('meta_value'), 'compare' => $query->get('meta_compare')];
        $either = $this->either($single);
        if ($either !== $single) {
            $widened = $widened === [] ? [$either] : ['relation' => 'AND', $widened, $either];
            array_map(static fn (string $name) => $query->set($name, ''), ['meta_key', 'meta_value', 'meta_compare']);
        }
        $widened === [] || $query->set('meta_query', $widened);
    }

    /**
     * @param mixed $found What WP All Import has found, a post or nothing.
     * @return mixed That, or the image that once had this name.
     */
    public function ofImport(mixed $found, mixed $name): mixed
    {
        $ids = empty($found) && is_string($name) && Tables::isHere() ? array_keys($this->named($name)) : [];
        return $ids === [] ? $found : get_post($ids[0]);
    }

    /**
     * @param array<mixed> $clauses As WP_Meta_Query takes them, each inside the other at any depth.
     * @return array<mixed>
     */
    private function widened(array $clauses): array
    {
        foreach ($clauses as $name => $clause) {
            if (is_array($clause)) {
                $isOne = isset($clause['key']) || isset($clause['value']);
                $clauses[$name] = $isOne ? $this->either($clause, $name) : $this->widened($clause);
            }
        }
        return $clauses;
    }

    /**
     * @param array<mixed> $clause
     * @param int|string   $name   By which an order can name it.
     * @return array<mixed> It, or it and the one that finds the same images under the names of today.
     */
    private function either(array $clause, int|string $name = 0): array
    {
        $value = $clause['value'] ?? '';
        $compare = strtoupper((string) ($clause['compare'] ?? '')) ?: (is_array($value) ? 'IN' : '=');
        if (($clause['key'] ?? '') !== Described::FILE || !in_array($compare, self::ASKING, true)) {
            return $clause;
        }
        $today = [];
        foreach (array_filter((array) $value, is_string(...)) as $asked) {
            array_push($today, ...$this->named(trim(stripslashes($asked), '^$%/ ')));
        }
        $now = ['key' => Described::FILE, 'value' => $today, 'compare' => 'IN'];
        return $today === [] ? $clause : ['relation' => 'OR', $name => $clause, 'picopt' => $now];
    }

    /** @return array<int, string> Today's files of images that had this name, or whose upload had it, by attachment. */
    private function named(string $file): array
    {
        return preg_match('~^(.+)(\.' . BareNames::EXTENSIONS . ')$~Ds', $file, $parts)
            ? $this->redirects->named([$file, "{$parts[1]}-scaled{$parts[2]}", "{$parts[1]}-rotated{$parts[2]}"])
            : [];
    }
}
