<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\Delivery\SocialImages;
use PictureOptimizer\References\AltChange;
use PictureOptimizer\References\Alts;
use PictureOptimizer\References\Audience;
use PictureOptimizer\References\FileProof;
use PictureOptimizer\References\Leftovers;
use PictureOptimizer\References\NameMap;
use PictureOptimizer\References\Needles;
use PictureOptimizer\References\Place;
use PictureOptimizer\References\PlaceAlts;
use PictureOptimizer\References\PostLanguage;
use PictureOptimizer\References\ReferenceWriter;
use PictureOptimizer\References\Rewriter;
use PictureOptimizer\References\Target;
use PictureOptimizer\References\UploadBase;

/** The step that concerns the whole site: one scan for all pictures of a batch, there or back. */
final class Referrer
{
    public function __construct(private readonly ReferenceWriter $writer, private readonly FileProof $files = new FileProof())
    {
    }

    /**
     * Leads references from the old names to the new ones, and fills alts.
     *
     * @param list<Run> $runs
     * @param bool      $prove Whether to write down which old names are left: their files must stay.
     */
    public function rewrite(array $runs, bool $prove = false): void
    {
        $map = new NameMap();
        $others = array_column(array_map(static fn (Audience $one): array => [$one->value, new NameMap()], Audience::others()), 1, 0);
        $alts = [];
        foreach ($runs as $run) {
            $copy = $run->newNames[SocialImages::SIZE] ?? null;
            foreach ($run->renamed() as $old => $size) {
                $path = $run->relative($old);
                $new = $run->newNames[$size];
                $keepsLinks = $run->change->keepLinks && pathinfo($old, PATHINFO_EXTENSION) !== pathinfo($new, PATHINFO_EXTENSION);
                $map->add($path, new Target($run->attachmentId(), $new, $keepsLinks));
                foreach (Audience::others() as $audience) {
                    $name = $audience === Audience::Networks ? $copy ?? $new : $new;
                    $audience->canFollow($old, $new)
                        && $others[$audience->value]->add($path, new Target($run->attachmentId(), $name, $keepsLinks));
                }
            }
            $alts += $this->altChange($run);
        }
        $this->scan($map, $others, $alts, $runs, $prove);
    }

    /**
     * @param array<string, NameMap> $others Names for others than visitors, by audience.
     * @param array<int, AltChange>  $alts
     * @param list<Run>              $runs
     */
    private function scan(NameMap $map, array $others, array $alts, array $runs, bool $prove): void
    {
        if ($map->isEmpty() && $alts === []) {
            return;
        }
        $bases = UploadBase::ofThisSite();
        $byPicture = [];
        foreach ($runs as $run) {
            $byPicture[$run->attachmentId()] = $run->id;
        }
        $proof = $prove && !$map->isEmpty() ? new Leftovers($bases, $map) : null;
        $places = $this->writer->rewrite(
            Rewriter::forNames($bases, $map, $others, new Alts($alts)),
            Needles::for($map->paths(), $bases, array_keys($alts), bare: $prove),
            $byPicture,
            [
                Audience::Networks->value => Rewriter::forNames($bases, $others[Audience::Networks->value], $others),
                Audience::Mail->value => Rewriter::forNames($bases, $others[Audience::Mail->value], [], new Alts($alts)),
                Audience::Devices->value => Rewriter::forNames($bases, $others[Audience::Devices->value]),
            ],
            $proof
        );
        $inFiles = $proof === null ? [] : self::ofDevices($this->files->places($proof, $map, $bases), $places);
        // What the first scan could not do, the second one does or tells, and of which image it is.
        foreach ($prove ? $runs : [] as $run) {
            foreach ([...$places, ...$inFiles] as $place) {
                self::note($run, $place);
            }
        }
    }

    /**
     * What a plugin makes of settings that keep an icon's name, such as the script beside a manifest, is right as it is.
     *
     * @param list<Place> $files
     * @param list<Place> $places In the database.
     * @return list<Place> The files.
     */
    private static function ofDevices(array $files, array $places): array
    {
        $kept = [];
        foreach (array_filter($places, static fn (Place $place): bool => $place->kind === Place::DEVICES) as $place) {
            $kept[$place->image] = [...($kept[$place->image] ?? []), ...$place->left];
        }
        return array_map(static fn (Place $file): Place => array_diff($file->left, $kept[$file->image] ?? []) === []
            ? $file->as(Place::DEVICES) : $file, $files);
    }

    private static function note(Run $run, Place $place): void
    {
        if ($place->image !== 0 && $place->image !== $run->attachmentId()) {
            return;
        }
        if ($place->left !== []) {
            self::keep($run, new Leftover(
                $run->attachmentId(),
                $place->table,
                $place->column,
                $place->key,
                $place->left,
                $place->kind
            ));
            return;
        }
        $where = trim("{$place->table}.{$place->column} {$place->key}");
        /* translators: 1: table, column and key, 2: reason */
        $note = sprintf(__('%1$s was left as is: %2$s', 'picture-optimizer'), $where, $place->kind);
        in_array($note, $run->notes, true) || $run->notes[] = $note;
    }

    private static function keep(Run $run, Leftover $leftover): void
    {
        $run->stillNamed = array_values(array_unique([...$run->stillNamed, ...$leftover->names]));
        if (!in_array($leftover, $run->leftovers, false)) {
            $run->leftovers[] = $leftover;
            $run->notes[] = $leftover->sentence();
        }
    }

    /**
     * Leads references from the new names back to the old ones, wherever they are by now.
     *
     * @param array<int, list<Run>> $pictures Runs of each picture, oldest first.
     */
    public function mapBack(array $pictures): void
    {
        $this->follow(self::inverseMap($pictures));
    }

    /** Leads references from some names to others, wherever they are; nothing is written down of it. */
    public function follow(NameMap $map): void
    {
        if (!$map->isEmpty()) {
            $bases = UploadBase::ofThisSite();
            $this->writer->rewrite(Rewriter::forNames($bases, $map), Needles::for($map->paths(), $bases, []), null);
        }
    }

    /** @param array<int, list<Run>> $pictures Runs of each picture, oldest first. */
    public static function inverseMap(array $pictures): NameMap
    {
        $map = new NameMap();
        foreach ($pictures as $id => $runs) {
            foreach (self::formerNames($runs) as $path => $old) {
                $map->add($path, new Target($id, $old));
            }
        }
        return $map;
    }

    /**
     * @param list<Run> $runs
     * @return array<string, string> What each file that goes away was called at first, by its path.
     */
    private static function formerNames(array $runs): array
    {
        $before = $runs[0]->oldNames;
        $former = [];
        foreach ($runs as $run) {
            foreach ($run->newNames as $size => $new) {
                $old = $before[$size] ?? $before['full'];
                if ($old !== $new && !in_array($new, $before, true)) {
                    $former[$run->relative($new)] = $old;
                }
            }
        }
        return $former;
    }

    /** @return array<int, AltChange> */
    private function altChange(Run $run): array
    {
        $change = $run->change;
        // Where text is written and the image keeps the alt text that it has, that one is what pages lack.
        $new = $run->newAlt() ?? ($change->text === null ? '' : $run->oldAlt);
        $places = new PlaceAlts(array_map(sanitize_text_field(...), $change->placeAlts));
        if (($new === '' && $places->isEmpty()) || !($change->fillEmptyAlts || $change->replaceOldAlts)) {
            return [];
        }
        $id = $run->attachmentId();
        $asked = [$change->fillEmptyAlts, $change->replaceOldAlts];
        // Words that stay were not written in the language that a job may ask for.
        $language = $run->newAlt() !== null || $change->language === '' ? $change->language : (PostLanguage::of($id) ?: get_locale());
        return [$id => new AltChange($id, $run->oldAlt, $new, ...$asked, places: $places, language: $language)];
    }
}
