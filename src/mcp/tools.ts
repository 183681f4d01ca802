import { checkpoint } from './checkpoint.ts';
import { drift } from './drift.ts';
import { list } from './list.ts';
import { overlap } from './overlap.ts';
import type { Tool } from './tool.ts';
import { who } from './who.ts';

/** Every question that a session can ask, one file each. */
export const tools: readonly Tool[] = [list, overlap, who, drift, checkpoint];
