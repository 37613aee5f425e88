<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

/**
 * Keeps the API key encrypted at rest: XChaCha20-Poly1305 under a key derived from the site's salts (HKDF-SHA256),
 * bound to the site's address. A copied database opens nothing on another address, and nothing without wp-config.php.
 */
final class Secret
{
    /**
     * @param string $home the address that the sealed text belongs to
     * @return string base64 of nonce and ciphertext
     */
    public static function seal(string $plain, string $home): string
    {
        $nonce = random_bytes(SODIUM_CRYPTO_AEAD_XCHACHA20POLY1305_IETF_NPUBBYTES);
        return base64_encode(
            $nonce . sodium_crypto_aead_xchacha20poly1305_ietf_encrypt($plain, $home, $nonce, self::key())
        );
    }

    /** @return string|null null when it was sealed for another address, under other salts, or was damaged */
    public static function open(string $sealed, string $home): ?string
    {
        $bytes = base64_decode($sealed, true);
        $length = SODIUM_CRYPTO_AEAD_XCHACHA20POLY1305_IETF_NPUBBYTES;
        if ($bytes === false || strlen($bytes) <= $length) {
            return null;
        }
        $plain = sodium_crypto_aead_xchacha20poly1305_ietf_decrypt(
            substr($bytes, $length),
            $home,
            substr($bytes, 0, $length),
            self::key()
        );
        return $plain === false ? null : $plain;
    }

    private static function key(): string
    {
        return hash_hkdf('sha256', wp_salt('secure_auth') . wp_salt('auth'), 32, 'picture-optimizer api key');
    }
}
