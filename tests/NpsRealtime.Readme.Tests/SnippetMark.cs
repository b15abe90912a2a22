namespace NpsRealtime.Readme.Tests;

/// <summary>What the comment above a snippet says is to be done with it.</summary>
public enum SnippetMark
{
    /// <summary><c>&lt;!-- test: needs-server --&gt;</c>: run it while a server runs, in whose place the address in the snippet stands.</summary>
    NeedsServer,

    /// <summary><c>&lt;!-- test: start-command --&gt;</c>: a command that is checked by really starting it.</summary>
    StartCommand,

    /// <summary><c>&lt;!-- test: skip REASON --&gt;</c>: not run, for a reason that a reader of the source can judge.</summary>
    Skip,
}
