namespace NpsRealtime.Wallboard.Tests;

/// <summary>Takes away from a browser what it learnt after Chromium 87, the oldest that the screens promise to run on.</summary>
internal static class LaterFeatures
{
    /// <summary>A script that runs before any of the page's. What is in the page's own hands only: syntax and styles are tested by reading them.</summary>
    public const string AreTakenAway =
        """
        (() => {
          const of = (owner, ...names) => names.forEach((name) => { try { delete owner?.[name]; } catch { /* It can't be taken away. */ } });
          of(Array.prototype, 'at', 'findLast', 'findLastIndex', 'toReversed', 'toSorted', 'toSpliced', 'with', 'group', 'groupToMap');
          of(Object.getPrototypeOf(Int8Array.prototype), 'at', 'findLast', 'findLastIndex', 'toReversed', 'toSorted', 'with');
          of(String.prototype, 'at', 'isWellFormed', 'toWellFormed');
          of(Array, 'fromAsync');
          of(Object, 'hasOwn', 'groupBy');
          of(Map, 'groupBy');
          of(Promise, 'withResolvers', 'try');
          of(Set.prototype, 'union', 'intersection', 'difference', 'symmetricDifference', 'isSubsetOf', 'isSupersetOf', 'isDisjointFrom');
          of(Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())), 'map', 'filter', 'take', 'drop', 'flatMap', 'reduce', 'toArray', 'forEach', 'some', 'every', 'find');
          of(AbortSignal, 'abort', 'timeout', 'any');
          of(AbortSignal.prototype, 'reason', 'throwIfAborted');
          of(URL, 'canParse', 'parse');
          of(URLSearchParams.prototype, 'size');
          of(Response, 'json');
          of(Response.prototype, 'bytes');
          of(Blob.prototype, 'bytes');
          of(ReadableStream, 'from');
          of(ReadableStream.prototype, Symbol.asyncIterator, 'values');
          of(Intl, 'supportedValuesOf', 'DurationFormat');
          of(Element.prototype, 'checkVisibility', 'getHTML', 'setHTMLUnsafe', 'moveBefore');
          of(HTMLElement.prototype, 'inert', 'popover', 'showPopover', 'hidePopover', 'togglePopover');
          of(Document.prototype, 'startViewTransition', 'prerendering');
          of(CanvasRenderingContext2D.prototype, 'roundRect', 'reset', 'createConicGradient', 'letterSpacing');
          of(Crypto.prototype, 'randomUUID');
          of(window, 'structuredClone', 'reportError', 'scheduler', 'navigation', 'EyeDropper', 'Sanitizer', 'CSSContainerRule', 'Highlight', 'CloseWatcher');
        })();
        """;
}
