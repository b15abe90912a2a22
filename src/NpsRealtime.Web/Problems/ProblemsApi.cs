using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NpsRealtime.Web.Access;

namespace NpsRealtime.Web.Problems;

/// <summary>The pages that a problem's <c>type</c> points to.</summary>
public static class ProblemsApi
{
    public static void MapProblems(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapRead("/problems/{code}", Explain)
            .OpenToAll().WithName("ExplainProblem").WithTags("Problems")
            .WithSummary("A page for people that explains a kind of problem")
            .Produces(200, contentType: "text/html")
            .WithProblems(ProblemCatalogue.NotFound);
        endpoints.MapRead("/problems", List)
            .OpenToAll().WithName("ListProblems").WithTags("Problems")
            .WithSummary("A page for people that lists every kind of problem")
            .Produces(200, contentType: "text/html")
            .WithProblems();
    }

    private static Results<ContentHttpResult, Problem> Explain(string code) =>
        ProblemCatalogue.ByCode.TryGetValue(code, out var kind)
            ? Page(kind.Title, $"<p><code>{kind.Code}</code> · HTTP {kind.Status}</p>{Paragraphs(kind)}<p><a href=\"/problems\">All problems</a></p>")
            : new Problem(ProblemCatalogue.NotFound, "There is no problem of that code; /problems lists them all.");

    private static ContentHttpResult List()
    {
        var kinds = ProblemCatalogue.ByCode.Values.OrderBy(kind => kind.Status).ThenBy(kind => kind.Code, StringComparer.Ordinal);
        var items = kinds.Select(kind => $"<li>{kind.Status} <a href=\"{kind.Type}\">{kind.Code}</a>: {Text(kind.Title)}</li>");
        return Page("Problems", $"<ul>{string.Concat(items)}</ul>");
    }

    private static string Paragraphs(ProblemKind kind) =>
        $"<p>{Text(kind.Meaning)}</p><h2>What to do</h2><p>{Text(kind.Advice)}</p>";

    private static ContentHttpResult Page(string title, string body) => TypedResults.Text(
        $$"""
        <!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{Text(title)}}</title>
        <meta name="viewport" content="width=device-width"><style>
        :root{color-scheme:light dark}body{font:1.1rem/1.6 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem}
        h1{font-size:1.6rem}h2{font-size:1.1rem}code{font-size:1rem}</style></head>
        <body><h1>{{Text(title)}}</h1>{{body}}</body></html>
        """,
        "text/html; charset=utf-8");

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
