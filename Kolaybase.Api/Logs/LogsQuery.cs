using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;
using Kolaybase.Api.Http;
using Kolaybase.Api.Http.Json;
using Kolaybase.Api.Http.Requests;
using Kolaybase.ControlPlane.Logs;
using Microsoft.AspNetCore.Mvc;

namespace Kolaybase.Api.Logs;

/// <summary>Which entries are wanted.</summary>
public sealed partial record LogsQuery
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 500;

    /// <summary>A request.</summary>
    [FromQuery(Name = "requestId"), Description("Only this request and the jobs that it asked for: the X-Request-Id of its answer.")]
    public string? RequestId { get; init; }

    /// <summary>A status or a class of them.</summary>
    [FromQuery(Name = "status"), Description("Only answers with this status: a number such as 404, or a class such as 4xx.")]
    public string? Status { get; init; }

    /// <summary>How paths begin.</summary>
    [FromQuery(Name = "path"), Description("Only requests whose path begins so, e.g. /api/rest/v1/todos.")]
    public string? Path { get; init; }

    /// <summary>A kind.</summary>
    [FromQuery(Name = "kind"), Description("Only this kind: request, job or omitted.")]
    public string? Kind { get; init; }

    /// <summary>From when on.</summary>
    [FromQuery(Name = "since"), Description("Only what began at this time (RFC 3339, with an offset) or later.")]
    public string? Since { get; init; }

    /// <summary>Until when.</summary>
    [FromQuery(Name = "until"), Description("Only what began before this time (RFC 3339, with an offset).")]
    public string? Until { get; init; }

    /// <summary>How many.</summary>
    [FromQuery(Name = "limit"), Description("Entries of a page, 1 to 500; 100 when not given.")]
    public int? Limit { get; init; }

    /// <summary>Where the page begins.</summary>
    [FromQuery(Name = "cursor"), Description("X-Next-Cursor of the page before.")]
    public Guid? Cursor { get; init; }

    /// <summary>How many entries a page has.</summary>
    /// <exception cref="ApiException">400: out of its range.</exception>
    internal int Wanted() => Limit is null or (>= 1 and <= MaxLimit) ? Limit ?? DefaultLimit : throw Refuse("limit", $"must be from 1 to {MaxLimit}");

    /// <summary>The filter.</summary>
    /// <exception cref="ApiException">400: a parameter is of another form.</exception>
    internal LogFilter Filter()
    {
        var (least, most) = Statuses();
        return new LogFilter
        {
            RequestId = RequestId is null || RequestIdMiddleware.IsSane(RequestId) ? RequestId : throw Refuse("requestId", "must be the X-Request-Id of an answer: 1 to 64 letters, digits, dots, underscores and hyphens"),
            Kind = Kinds(),
            LeastStatus = least,
            MostStatus = most,
            PathPrefix = Path is null || (Path is ['/', ..] && Path.Length <= ProjectLogEntry.MaxPath && StorableText.IsWellFormed(Path) && !Path.Contains('\0', StringComparison.Ordinal))
                ? Path
                : throw Refuse("path", $"must be the beginning of a path: a slash first, at most {ProjectLogEntry.MaxPath} characters"),
            Since = Time("since", Since),
            Until = Time("until", Until),
        };
    }

    private LogKind? Kinds() => Kind switch
    {
        null => null,
        "request" => LogKind.Request,
        "job" => LogKind.Job,
        "omitted" => LogKind.Omitted,
        _ => throw Refuse("kind", "must be request, job or omitted"),
    };

    private (int? Least, int? Most) Statuses()
    {
        if (Status is null)
        {
            return (null, null);
        }

        if (!StatusForm().IsMatch(Status))
        {
            throw Refuse("status", "must be a status such as 404 or a class such as 4xx");
        }

        var hundreds = (Status[0] - '0') * 100;
        return char.IsAsciiDigit(Status[1]) && int.Parse(Status, CultureInfo.InvariantCulture) is var one ? (one, one) : (hundreds, hundreds + 99);
    }

    private static DateTimeOffset? Time(string name, string? text)
    {
        if (text is null)
        {
            return null;
        }

        return TimeForm().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) && time.UtcDateTime.Year is >= 1970 and < 9999
            ? time
            : throw Refuse(name, "must be a time of RFC 3339 with an offset, e.g. 2026-01-31T12:00:00Z", "A + in a URL is written %2B.");
    }

    private static ApiException Refuse(string parameter, string fault, string? hint = null) =>
        new(StatusCodes.Status400BadRequest, ErrorCodes.InvalidParameter, $"The parameter \"{parameter}\" {fault}.", hint: hint);

    // 404, 4xx
    [GeneratedRegex("^[1-5](?:[0-9]{2}|xx)\\z")]
    private static partial Regex StatusForm();

    // 2026-01-31T12:00:00.5+01:00 (RFC 3339, 5.6)
    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})\z")]
    private static partial Regex TimeForm();
}
