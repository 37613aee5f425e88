<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

use PictureOptimizer\Sites;

/**
 * The service's address and this site's key. Constants in wp-config.php win over what was saved.
 *
 * A key belongs to the address of the site that saved it, or that first used it where it is set in wp-config.php. On another address
 * (a staging clone, a moved site) nothing is sent until somebody says which of the two it is. A copy with a key of its own leaves the
 * work that came along to the site that it is a copy of.
 */
final class Connection
{
    public const OPTION = 'picture_optimizer_connection';

    public function url(): string
    {
        if (defined('PICTURE_OPTIMIZER_URL')) {
            return untrailingslashit((string) constant('PICTURE_OPTIMIZER_URL'));
        }
        return (string) ($this->saved()['url'] ?? '');
    }

    /** @return string|null null when there is none, or when it belongs to another address */
    public function apiKey(): ?string
    {
        if (self::hasFixedKey()) {
            return $this->movedFrom() === null ? (string) constant('PICTURE_OPTIMIZER_API_KEY') : null;
        }
        $sealed = (string) ($this->saved()['key'] ?? '');
        // With "www." and without it, it is the same site.
        return $sealed === '' || $this->movedFrom() !== null ? null
            : Secret::open($sealed, self::home()) ?? Secret::open($sealed, $this->belongsTo());
    }

    public function isReady(): bool
    {
        return $this->url() !== '' && $this->apiKey() !== null;
    }

    /** @return string|null what a person must do before anything can be sent; null when all is well */
    public function obstacle(): ?string
    {
        if ($this->isReady()) {
            return null;
        }
        if ($this->isKnownCopy()) {
            return sprintf(
                /* translators: 1: address of another site, 2: address of this one */
                __('%2$s is a copy of %1$s, which the key in wp-config.php belongs to. Nothing is sent from here until wp-config.php'
                    . ' has a key of this site’s own.', 'picture-optimizer'),
                $this->movedFrom(),
                self::home()
            );
        }
        if ($this->movedFrom() !== null) {
            return sprintf(
                /* translators: 1: former address of the site, 2: present address */
                __('This site was connected as %1$s and is now %2$s. Nothing is sent until you say in the settings'
                    . ' whether it has moved or is a copy.', 'picture-optimizer'),
                $this->movedFrom(),
                self::home()
            );
        }
        if (($this->saved()['key'] ?? '') !== '') {
            return self::whyUnreadable();
        }
        return __('This site is not connected to the service yet.', 'picture-optimizer');
    }

    /** The address that the key belongs to, when that is not this site's; else null. Without a key there is nothing to ask. */
    public function movedFrom(): ?string
    {
        $isSame = self::hasFixedKey() ? ($this->saved()['fixed'] ?? '') === self::fixedKey() : ($this->saved()['key'] ?? '') !== '';
        $home = $isSame ? $this->belongsTo() : '';
        $isOwn = $home === '' || Sites::areOne($home, self::home()) || (self::hasFixedKey() && Sites::isNeighbor($home));
        return $isOwn ? null : $home;
    }

    /** Somebody has said that this is a copy, and it still has the other site's key in wp-config.php. */
    public function isKnownCopy(): bool
    {
        return self::hasFixedKey() && $this->movedFrom() !== null && ($this->saved()['copy'] ?? '') === base64_encode(self::home());
    }

    /** Before anything is sent: a key in wp-config.php belongs to the address that first uses it. */
    public function settle(): void
    {
        if (!self::hasFixedKey() || $this->movedFrom() !== null) {
            return;
        }
        $now = ['fixed' => self::fixedKey(), 'address' => base64_encode(self::home())];
        array_diff_assoc($now, $this->saved()) === [] || $this->become($now);
    }

    /**
     * The site has moved: what it left under its former address is its own, and the key now belongs to the present one.
     *
     * @return bool Whether there is still a key: one that was sealed under other salts cannot be kept.
     */
    public function keepAfterMove(): bool
    {
        $from = $this->movedFrom();
        if ($from === null) {
            return $this->isReady();
        }
        Sites::rememberFormer($from);
        $key = self::hasFixedKey() ? '' : Secret::open((string) $this->saved()['key'], $from);
        $kept = self::hasFixedKey() ? ['copy' => ''] : ['key' => self::sealed((string) $key)];
        update_option(self::OPTION, ['address' => base64_encode(self::home())] + $kept + $this->saved(), true);
        return $key !== null;
    }

    /** @throws \InvalidArgumentException with a sentence for the person who typed it */
    public function save(string $url, string $key): void
    {
        if (self::hasFixedKey()) {
            throw new \InvalidArgumentException(self::whyFixed());
        }
        if ($key !== '' && !preg_match('/^po_(live|test)_[A-Za-z0-9_-]{16,}$/', $key)) {
            throw new \InvalidArgumentException(
                __('That is not an API key; it starts with po_live_ or po_test_.', 'picture-optimizer')
            );
        }
        $key === '' ? $this->saveAddress(Address::checkNew($url)) : $this->write(Address::checkNew($url), $key);
    }

    /** The key stays as it was sealed, also one that cannot be read at this moment: on a moved site somebody has yet to say which it is. */
    private function saveAddress(string $url): void
    {
        update_option(self::OPTION, ['url' => $url] + $this->saved() + ['key' => ''], true);
    }

    /** Whether the key is the operator's, who may be another than those who administer this site (of a network). */
    public static function hasFixedKey(): bool
    {
        return defined('PICTURE_OPTIMIZER_API_KEY');
    }

    /** Where that key is sent is the operator's affair, too: an address that anybody types could be anybody's. */
    public static function whyFixed(): string
    {
        return __('The key is set in wp-config.php, so the address of the service is set there as well, as PICTURE_OPTIMIZER_URL.'
            . ' Nothing was changed.', 'picture-optimizer');
    }

    /** Forgets the key; the address stays, for whoever connects again. */
    public function disconnect(): void
    {
        $this->write((string) ($this->saved()['url'] ?? ''), '');
    }

    /** This site is a copy: neither the key is its own, nor what others have left, nor what they have begun. */
    public function forget(): void
    {
        $isCopy = $this->movedFrom() !== null;
        self::hasFixedKey() && $isCopy
            ? update_option(self::OPTION, ['copy' => base64_encode(self::home())] + $this->saved(), true)
            : delete_option(self::OPTION);
        Sites::forgetFormer();
        $isCopy && self::tellCopied();
    }

    public static function whyUnreadable(): string
    {
        return __('The saved API key can no longer be read, probably because the salts in wp-config.php have'
            . ' changed. Please enter the key again in the settings.', 'picture-optimizer');
    }

    /** The site's address without scheme: moving from http to https keeps the key. */
    public static function home(): string
    {
        return untrailingslashit((string) preg_replace('#^https?://#i', '', strtolower(Sites::home())));
    }

    private function write(string $url, string $key): void
    {
        $this->become(['url' => $url, 'key' => self::sealed($key), 'address' => base64_encode(self::home())]);
    }

    private static function sealed(string $key): string
    {
        return $key === '' ? '' : Secret::seal($key, self::home());
    }

    /**
     * What moves or copies a site replaces its address everywhere: the one that is kept has to stay as it was, or nobody could be asked.
     *
     * @param array<string, string> $saved With the present address. A key that another site has not had makes this a site of its own.
     */
    private function become(array $saved): void
    {
        $before = $this->belongsTo();
        update_option(self::OPTION, $saved + $this->saved(), true);
        $before === '' || Sites::areOne($before, self::home()) || self::tellCopied();
    }

    private static function tellCopied(): void
    {
        /** Fires when this site turns out to be a copy of another one. */
        do_action('picture_optimizer_copied');
    }

    /** By which a key in wp-config.php is known again: it has far more than 128 random bits, so nobody finds it by its hash. */
    private static function fixedKey(): string
    {
        return hash('sha256', 'picture-optimizer ' . constant('PICTURE_OPTIMIZER_API_KEY'));
    }

    private function belongsTo(): string
    {
        $saved = $this->saved();
        return isset($saved['address']) ? (string) base64_decode((string) $saved['address']) : (string) ($saved['home'] ?? '');
    }

    /**
     * "home" was written by former versions.
     *
     * @return array{url?: string, key?: string, address?: string, home?: string, fixed?: string, copy?: string}
     */
    private function saved(): array
    {
        $saved = get_option(self::OPTION, []);
        return is_array($saved) ? $saved : [];
    }
}
