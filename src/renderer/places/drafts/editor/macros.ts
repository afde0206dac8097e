import { closeHistory } from '@tiptap/pm/history';
import { Plugin } from '@tiptap/pm/state';
import type { Macro } from '../../../../contract/writing.ts';

/** `;hs` and a space or a full stop become the words it stands for. One step back (Ctrl+Z) gives the letters again. */
export const macrosPlugin = (macros: () => readonly Macro[]): Plugin =>
  new Plugin({
    props: {
      handleTextInput(view, from, to, typed) {
        if (!/^[\s.,]$/.test(typed)) return false;
        const $from = view.state.doc.resolve(from);
        const before = $from.parent.textBetween(0, $from.parentOffset, undefined, '\ufffc');
        const short = /(?:^|[\s(«“\ufffc]);([\p{L}\p{N}]{1,20})$/u.exec(before)?.[1];
        const macro = short && macros().find((one) => one.short === short.toLowerCase());
        if (!macro) return false;
        // First what was typed, so that it is what one step back leads to.
        view.dispatch(view.state.tr.insertText(typed, from, to));
        const start = from - short.length - 1;
        const { tr } = view.state;
        const whole = macro.text.endsWith(typed) ? macro.text : macro.text + typed;
        view.dispatch(closeHistory(tr.insertText(whole, start, from + typed.length)));
        return true;
      },
    },
  });
