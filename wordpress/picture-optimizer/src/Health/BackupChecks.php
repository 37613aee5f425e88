<?php

declare(strict_types=1);

namespace PictureOptimizer\Health;

use PictureOptimizer\Budget;
use PictureOptimizer\ChangeError;
use PictureOptimizer\Counted;
use PictureOptimizer\Files\Exposure;
use PictureOptimizer\Files\PrivateFolder;
use PictureOptimizer\Files\PublicProbe;
use PictureOptimizer\Replace\Adoption;
use PictureOptimizer\Replace\AdoptionState;
use PictureOptimizer\Replace\BackupAudit;
use PictureOptimizer\Replace\Leftover;
use PictureOptimizer\Replace\MovedBackups;
use PictureOptimizer\Replace\Originals;
use PictureOptimizer\Replace\Replacer;

/** Looks whether the originals are safe: where backups lie, whether each is there, and whether the database knows them. */
final class BackupChecks
{
    /** Backups that are read to the last byte each time; of all others only names and lengths are looked at. */
    private const SAMPLE = 20;

    /** The longest that backups are looked at, or compared with the database, which is told of them a part at a time anyway. */
    private const SECONDS = 10;

    /** Images named in a sentence. */
    private const NAMED = 10;

    public function __construct(private readonly Originals $originals, private readonly Replacer $replacer)
    {
    }

    /** Whether backups lie where they last and where no visitor reads them. */
    public function place(): Check
    {
        try {
            $exposure = PublicProbe::ask(PrivateFolder::backups());
        } catch (ChangeError $error) {
            $label = __('Backups can’t be stored', 'picture-optimizer');
            return new Check('backups', Check::CRITICAL, $label, $error->getMessage());
        }
        return match ($exposure) {
            Exposure::REFUSED => $this->older(),
            Exposure::UNKNOWN => new Check(
                'backups',
                Check::RECOMMENDED,
                __('It’s unclear whether visitors can read backups', 'picture-optimizer'),
                __('The site couldn’t request one of them to find out. Their names can’t be guessed.', 'picture-optimizer')
            ),
            Exposure::READABLE => new Check(
                'backups',
                Check::CRITICAL,
                __('Visitors can read backups', 'picture-optimizer'),
                PublicProbe::refusal()->getMessage()
            ),
        };
    }

    /** Backups of earlier versions of the plugin can lie where the next deployment takes them away; they are moved once a night. */
    private function older(): Check
    {
        $lost = PrivateFolder::fleeting();
        if ($lost === []) {
            $label = __('Backups are safe from visitors and deployments', 'picture-optimizer');
                return Check::good('backups', $label, MovedBackups::last());
        }
        return new Check(
            'backups',
            Check::CRITICAL,
            __('The next deployment can delete backups', 'picture-optimizer'),
            trim(sprintf(
                /* translators: 1: folder, 2: folder */
                __(
                    '%1$s is inside a release folder or a container’s own layer. Its contents are moved to %2$s'
                    . ' within a day. If you deploy before that, move them first: here, or with “wp picture-optimizer backups move”.',
                    'picture-optimizer'
                ),
                implode(', ', $lost),
                PrivateFolder::backups()
            ) . ' ' . MovedBackups::last()),
            Remedy::MoveBackups
        );
    }

    /** Whether the backup of every replacement is there, and whole. */
    public function originals(bool $deep = false, ?Budget $budget = null): Check
    {
        $audit = $this->originals->auditBackups($deep ? null : self::SAMPLE, $budget ?? self::time());
        if ($audit->faults === [] && $audit->looked < $audit->replacements) {
            return Check::good('originals', Counted::say(
                /* translators: 1: number of images, 2: number of all images */
                __('The originals that were checked are in place: %1$d of %2$d', 'picture-optimizer'),
                $audit->looked,
                $audit->replacements
            ), __('There are too many to check them all here. “wp picture-optimizer doctor” checks every one.', 'picture-optimizer'));
        }
        if ($audit->faults === []) {
            return Check::good('originals', Counted::say(
                /* translators: 1: number of images, 2: number of images */
                _n(
                    'The original of %1$d optimized image is in place; checked byte by byte: %2$d',
                    'The originals of %1$d optimized images are in place; checked byte by byte: %2$d',
                    $audit->replacements,
                    'picture-optimizer'
                ),
                $audit->replacements,
                $audit->hashed
            ));
        }
        return new Check(
            'originals',
            Check::CRITICAL,
            __('Originals of optimized images are missing', 'picture-optimizer'),
            $this->faults($audit)
        );
    }

    /** Whether the disk holds backups that the database does not know, and that somebody needs: as many as there is time for. */
    public function unknown(?Budget $budget = null): Check
    {
        $budget ??= self::time();
        $wanted = [];
        foreach ($this->replacer->adoptable() as $one) {
            $one !== null && in_array($one->state, [AdoptionState::Restored, AdoptionState::Known], true) && $wanted[] = $one;
            if (!$budget->isLeft()) {
                break;
            }
        }
        if ($wanted === [] && !$budget->isLeft()) {
            return Check::good(
                'unknown_backups',
                __('The backups that were compared are in the database', 'picture-optimizer'),
                __('There are too many to compare them all here. “wp picture-optimizer doctor” compares every one.', 'picture-optimizer')
            );
        }
        if ($wanted === []) {
            return Check::good('unknown_backups', __('All backups are in the database', 'picture-optimizer'));
        }
        return new Check(
            'unknown_backups',
            Check::CRITICAL,
            __('Some backups are not in the database', 'picture-optimizer'),
            sprintf(
                /* translators: 1: number of images, 2: ids of images */
                _n(
                    'The database was probably restored to a time before %1$d image was optimized (%2$s), or the plugin was installed'
                    . ' again. Nothing is lost: bring the files back here or with “wp picture-optimizer backups adopt”.',
                    'The database was probably restored to a time before %1$d images were optimized (%2$s), or the plugin was installed'
                    . ' again. Nothing is lost: bring the files back here or with “wp picture-optimizer backups adopt”.',
                    count($wanted),
                    'picture-optimizer'
                ),
                count($wanted),
                self::some(array_map(static fn (Adoption $one): int => $one->attachmentId, $wanted))
            ),
            Remedy::AdoptBackups
        );
    }

    private static function time(): Budget
    {
        return defined('WP_CLI') && WP_CLI ? Budget::unlimited() : Budget::ofSeconds(self::SECONDS);
    }

    private function faults(BackupAudit $audit): string
    {
        return sprintf(
            /* translators: 1: number of images, 2: ids of images, 3: a sentence */
            _n(
                'The backup of %1$d image (%2$s) cannot be used: %3$s Restore it from a backup of the server, or set'
                . ' PICTURE_OPTIMIZER_BACKUP_DIR to the folder where it is. The optimized image stays as it is.',
                'The backups of %1$d images (%2$s) cannot be used. Of the first: %3$s Restore them from a backup of the server, or set'
                . ' PICTURE_OPTIMIZER_BACKUP_DIR to the folder where they are. The optimized images stay as they are.',
                count($audit->faults),
                'picture-optimizer'
            ),
            count($audit->faults),
            self::some(array_keys($audit->faults)),
            array_values($audit->faults)[0]
        );
    }

    /** @param array<int> $ids */
    private static function some(array $ids): string
    {
        $names = array_map(static fn (int $id): string => get_the_title($id) ?: "#{$id}", array_slice($ids, 0, self::NAMED));
        return implode(', ', $names) . (count($ids) > self::NAMED ? ', …' : '');
    }

    /** Whether something still names files that were replaced. */
    public function leftovers(): Check
    {
        $left = array_values(array_filter($this->originals->leftovers(), static fn (Leftover $place): bool => !$place->isWanted()));
        if ($left === []) {
            return Check::good('leftovers', __('No page or setting uses an old file name', 'picture-optimizer'));
        }
        $sentences = array_map(static fn (Leftover $place): string => $place->sentence(), array_slice($left, 0, self::NAMED));
        /* translators: %d: number */
        $label = _n('%d place still uses old file names', '%d places still use old file names', count($left), 'picture-optimizer');
        return new Check('leftovers', Check::RECOMMENDED, Counted::say($label, count($left)), implode(' ', [
            __(
                'Nothing is broken: these files stay on the disk. Edit these places by hand, then optimize the images again.',
                'picture-optimizer'
            ),
            ...$sentences,
        ]));
    }
}
