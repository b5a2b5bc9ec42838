using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Planning;

namespace Kolaybase.Api.Rest.Execution;

/// <summary>What all answers share.</summary>
internal static class Answers
{
    /// <summary>Sets what an update or a deletion answers: 200 with rows when they are wanted, else 204.</summary>
    public static void Changed(HttpResponse response, Preferences preferences, ChangePlan plan, string contentRange)
    {
        response.StatusCode = plan.Returning is null ? StatusCodes.Status204NoContent : StatusCodes.Status200OK;
        response.Headers.ContentRange = contentRange;
        Applied(response, preferences, "return=", plan is UpdatePlan ? "missing=" : "", plan.MaxAffected is null ? "" : "max-affected=");
    }

    /// <summary>Kinds of preferences in the order in which PostgREST tells them.</summary>
    private static readonly string[] Kinds = ["resolution=", "missing=", "return=", "count=", "tx=", "handling=", "timezone=", "max-affected="];

    /// <summary>Kinds that every operation follows, as far as they are still preferences when it begins.</summary>
    private static readonly string[] Everywhere = ["count=", "tx=", "handling=", "timezone="];

    /// <summary>Tells which preferences were followed (RFC 7240, 3), in PostgREST's order.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="preferences">What was preferred.</param>
    /// <param name="kinds">What this operation follows that not every one does: <c>return=</c>, <c>missing=</c>, ….</param>
    public static void Applied(HttpResponse response, Preferences preferences, params ReadOnlySpan<string> kinds)
    {
        var applied = new List<string>();
        foreach (var kind in Kinds)
        {
            if (kinds.Contains(kind) || Everywhere.Contains(kind))
            {
                applied.AddRange(preferences.Given.Where(given => given.StartsWith(kind, StringComparison.Ordinal)));
            }
        }

        if (applied.Count > 0)
        {
            response.Headers["Preference-Applied"] = string.Join(", ", applied);
        }
    }
}
