import { list } from './list.ts';
import { overlap } from './overlap.ts';
import type { Tool } from './tool.ts';

/** Every question that a session can ask, one file each. */
export const tools: readonly Tool[] = [list, overlap];
