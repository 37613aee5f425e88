<?php

declare(strict_types=1);

namespace PictureOptimizer\Connect;

/** How far the site is, for its screens. Holds the code that a person compares, and no secret. */
final class Progress implements \JsonSerializable
{
    private function __construct(
        public readonly State $state,
        public readonly string $message = '',
        public readonly string $userCode = '',
        public readonly string $url = '',
        public readonly int $interval = 0,
    ) {
    }

    public static function of(?Attempt $attempt): self
    {
        return $attempt === null ? new self(State::None)
            : new self(State::Pending, '', $attempt->userCode, $attempt->url, $attempt->interval);
    }

    public static function connected(): self
    {
        return new self(State::Connected, __('This site is connected.', 'picture-optimizer'));
    }

    public static function ended(string $message): self
    {
        return new self(State::Ended, $message);
    }

    /** @return array{state: string, message: string, user_code: string, url: string, interval: int} */
    public function jsonSerialize(): array
    {
        return ['state' => $this->state->value, 'message' => $this->message, 'user_code' => $this->userCode,
            'url' => $this->url, 'interval' => $this->interval];
    }
}
