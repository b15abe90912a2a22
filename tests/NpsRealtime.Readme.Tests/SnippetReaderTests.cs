namespace NpsRealtime.Readme.Tests;

public class SnippetReaderTests
{
    [Fact]
    public void Read_MarkedSnippets_GivesThemInOrder()
    {
        var (snippets, faults) = SnippetReader.Read("""
            # Page
            <!-- test: needs-server -->
            ```sh
            curl one

            curl two
            ```
            Text.

            <!-- test: needs-server until live -->

            ~~~js
            go()
            ~~~
            1. A list
               <!-- test: skip it needs your own tenant -->
               ```csharp
               Run();
                 Indented();
               ```
            <!-- test: start-command -->
            ```bash
            tests/run
            ```
            """);
        faults.ShouldBeEmpty();
        snippets.ShouldBe(
        [
            new Snippet(3, "sh", SnippetMark.NeedsServer, null, "curl one\n\ncurl two"),
            new Snippet(12, "js", SnippetMark.NeedsServer, "live", "go()"),
            new Snippet(17, "csharp", SnippetMark.Skip, null, "Run();\n  Indented();"),
            new Snippet(22, "sh", SnippetMark.StartCommand, null, "tests/run"),
        ]);
    }

    [Theory]
    [InlineData("```sh\ncurl\n```", "says nowhere")]
    [InlineData("<!-- a remark -->\n```js\ngo()\n```", "says nowhere")]
    [InlineData("<!-- test: needs-server -->\nText between.\n```sh\ncurl\n```", "says nowhere")]
    [InlineData("<!-- test: skip -->\n```sh\ncurl\n```", "is none of")]
    [InlineData("<!-- test: maybe -->\n```console\ncurl\n```", "is none of")]
    [InlineData("<!-- test: needs-server -->\n```sh\ncurl\n", "never closed")]
    public void Read_UnmarkedOrBroken_IsAFault(string markdown, string fault) =>
        SnippetReader.Read(markdown).Faults.ShouldHaveSingleItem().ShouldContain(fault);

    [Theory]
    [InlineData("```json\n{}\n```")]
    [InlineData("```\nplain\n```")]
    [InlineData("```text\n```sh\nnot a snippet\n```")]
    public void Read_WhatCannotRun_NeedsNoMark(string markdown)
    {
        var (snippets, faults) = SnippetReader.Read(markdown);
        snippets.ShouldBeEmpty();
        faults.ShouldBeEmpty();
    }
}
