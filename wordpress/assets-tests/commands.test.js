import { createReduxStore, register } from '@wordpress/data';
import { beforeAll, describe, expect, it, vi } from 'vitest';

const commands = [];
beforeAll(async () => {
  register(
    createReduxStore('core/commands', {
      reducer: () => ({}),
      actions: {
        registerCommand: (command) => {
          commands.push(command);
          return { type: 'NONE' };
        },
      },
    })
  );
  window.pictureOptimizerCommands = [
    { name: 'audit', label: 'Image audit', url: '#audit' },
    { name: 'settings', label: 'Settings &amp; more', url: '#settings' },
  ];
  await import('../assets-src/commands/index');
});

describe('the command palette', () => {
  it('has our screens, by names of their own', () => {
    expect(commands.map(({ name, label }) => [name, label])).toEqual([
      ['picture-optimizer/audit', 'Image audit'],
      ['picture-optimizer/settings', 'Settings & more'],
    ]);
  });

  it('closes and goes there', () => {
    const close = vi.fn();
    commands[0].callback({ close });
    expect(close).toHaveBeenCalled();
    expect(window.location.hash).toBe('#audit');
  });
});
