using System.Collections.Immutable;

namespace Kolaybase.Tests.Conformance.Support;

/// <summary>One row of a chapter's table: a request and the answer that PostgREST's documentation promises for it.</summary>
public sealed record Exchange(string Method, string Path, string? Body = null)
{
    /// <summary>Role of the caller; the service role unless a row is about roles.</summary>
    public string Role { get; private init; } = "service_role";

    public string Claims { get; private init; } = "";

    public string ContentType { get; private init; } = "application/json";

    public ImmutableArray<(string Name, string Value)> RequestHeaders { get; private init; } = [];

    public int Status { get; private init; } = 200;

    /// <summary>The body as JSON, keys and rows in order; null when the body is not compared as JSON.</summary>
    public string? Json { get; private init; }

    /// <summary>The body to the letter; null when the body is not compared as text.</summary>
    public string? Text { get; private init; }

    /// <summary>The code of the error, where its words are our own or the database's; null when not compared.</summary>
    public string? Code { get; private init; }

    /// <summary>The message that goes with <see cref="Code"/>; null when not compared.</summary>
    public string? Message { get; private init; }

    /// <summary>Headers of the answer; null for one that must not be there.</summary>
    public ImmutableArray<(string Name, string? Value)> Headers { get; private init; } = [];

    /// <summary>What is asked after this one, about what it did.</summary>
    public ImmutableArray<Exchange> Next { get; private init; } = [];

    public static Exchange Get(string path) => new("GET", path);

    public static Exchange Head(string path) => new Exchange("HEAD", path) with { Text = "" };

    public static Exchange Post(string path, string? body = null) => new("POST", path, body);

    public static Exchange Patch(string path, string? body = null) => new("PATCH", path, body);

    public static Exchange Put(string path, string? body = null) => new("PUT", path, body);

    public static Exchange Delete(string path) => new("DELETE", path);

    public static Exchange Options(string path) => new("OPTIONS", path);

    public Exchange As(string role, string claims = "") => this with { Role = role, Claims = claims };

    public Exchange With(string header, string value) => this with { RequestHeaders = RequestHeaders.Add((header, value)) };

    public Exchange Prefer(string preferences) => With("Prefer", preferences);

    public Exchange Accept(string types) => With("Accept", types);

    public Exchange Sent(string contentType) => this with { ContentType = contentType };

    /// <summary>The answer is this JSON.</summary>
    public Exchange Gives(string json, int status = 200) => this with { Json = json, Status = status };

    /// <summary>The answer is this text and nothing else.</summary>
    public Exchange GivesText(string text, int status = 200) => this with { Text = text, Status = status };

    /// <summary>The answer has no body.</summary>
    public Exchange GivesNothing(int status) => this with { Text = "", Status = status };

    /// <summary>The answer has this status; nothing else is compared.</summary>
    public Exchange Answers(int status) => this with { Status = status };

    /// <summary>The answer is an error; all four parts count.</summary>
    public Exchange Refused(int status, string code, string message, string? details = null, string? hint = null) =>
        RefusedWith(status, code, message, details is null ? "null" : JsonText.Quote(details), hint);

    /// <summary>As <see cref="Refused(int, string, string, string?, string?)"/>, with details that are no string.</summary>
    public Exchange RefusedWith(int status, string code, string message, string detailsJson, string? hint) =>
        Gives($$"""{"code":{{JsonText.Quote(code)}},"message":{{JsonText.Quote(message)}},"details":{{detailsJson}},"hint":{{(hint is null ? "null" : JsonText.Quote(hint))}}}""", status);

    /// <summary>The answer is an error of this code, whatever its words.</summary>
    public Exchange RefusedAs(int status, string code) => this with { Status = status, Code = code };

    /// <summary>As <see cref="RefusedAs"/>, and in PostgREST's message; ours says more in details or hint, where PostgREST's are null.</summary>
    public Exchange RefusedSaying(int status, string code, string message) => RefusedAs(status, code) with { Message = message };

    public Exchange Has(string header, string value) => this with { Headers = Headers.Add((header, value)) };

    public Exchange Lacks(string header) => this with { Headers = Headers.Add((header, null)) };

    /// <summary>Content-Range of the answer.</summary>
    public Exchange Range(string range) => Has("Content-Range", range);

    /// <summary>Preference-Applied of the answer.</summary>
    public Exchange Applied(string preferences) => Has("Preference-Applied", preferences);

    public Exchange Then(params ReadOnlySpan<Exchange> next) => this with { Next = Next.AddRange(next) };

    public override string ToString() => $"{Method} {Path}{(Role == "service_role" ? "" : $" as {Role}")}{string.Concat(RequestHeaders.Select(h => $" [{h.Name}: {h.Value}]"))}{(Body is null ? "" : $" {Body}")}";
}
