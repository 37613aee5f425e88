<?php

declare(strict_types=1);

namespace PictureOptimizer\Delivery;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Files\DeployedFolder;
use PictureOptimizer\Files\Disk;

/**
 * Former names of images that go on working when the plugin is off or gone: a small must-use file, always the same, and the list
 * of names that it reads. Written before the first old file is deleted, because a plugin can be switched off without being asked.
 * Who does not want it says so, and nothing is written any more.
 */
final class LastingNames
{
    public const DECLINED = 'picture_optimizer_old_names_declined';

    private const SOURCE = __DIR__ . '/../../must-use/' . NamesList::NAME . '.php';

    public function __construct(private readonly Redirects $redirects, private readonly NamesList $list)
    {
    }

    /**
     * @param bool $asked Whether a person wants it by name: then also where plugins are to write no code.
     * @return bool Whether all former names of this site will work without the plugin, or somebody said that they need not.
     */
    public function protect(bool $asked = false): bool
    {
        if ($this->isInPlace() || $this->isDeclined() || $this->redirects->count() === 0) {
            return true;
        }
        if (!$asked && !$this->isAllowed()) {
            return false;
        }
        try {
            $this->write();
        } catch (ChangeError) {
            return false;
        }
        return true;
    }

    /** Whether plugins may write code here (DISALLOW_FILE_MODS); what is there already was wanted, and is kept up to date. */
    public function isAllowed(): bool
    {
        return wp_is_file_mod_allowed('picture_optimizer_old_names') || is_file($this->file());
    }

    public function isInPlace(): bool
    {
        return $this->list->exists() && @hash_file('sha256', $this->file()) === hash_file('sha256', self::SOURCE);
    }

    public function isDeclined(): bool
    {
        return (bool) get_option(self::DECLINED);
    }

    /** @return int How many names there are. */
    public function count(): int
    {
        return $this->redirects->count();
    }

    /** Takes it away, as a person asked for; in a network the must-use file stays while another site needs it. */
    public function decline(): void
    {
        update_option(self::DECLINED, '1', false);
        $this->takeAway();
    }

    public function takeAway(): void
    {
        $this->list->remove();
        $this->list->othersExist() || Disk::remove($this->file());
    }

    public function want(): void
    {
        delete_option(self::DECLINED);
    }

    public function file(): string
    {
        return $this->list->folder . '/' . NamesList::NAME . '.php';
    }

    /** @throws ChangeError Where it cannot be written, or would be gone with the next deployment. */
    private function write(): void
    {
        if (DeployedFolder::holds($this->list->folder)) {
            throw new ChangeError(__('The next deployment would remove the must-use plugin.', 'picture-optimizer'));
        }
        $this->list->write($this->redirects->names());
        Disk::write($this->file(), (string) file_get_contents(self::SOURCE));
    }
}
