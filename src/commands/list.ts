import { Command } from '@oclif/core';
export default class List extends Command {
  static override summary = 'Show every worktree and its sessions';
  async run(): Promise<void> {
    this.log('list');
  }
}
