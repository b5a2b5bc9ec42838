using Kolaybase.Api.Http.Callers;

namespace Kolaybase.Api.Http.OpenApi;

/// <summary>Refusals that every operation of a kind has; operations declare the others themselves.</summary>
internal static class Refusals
{
    /// <summary>Status and meaning.</summary>
    public static IEnumerable<(int Status, string Meaning)> Of(CallerKind? kind, bool hasBody)
    {
        yield return (400, "The request is malformed.");
        if (kind is not (null or CallerKind.ProjectBySignature))
        {
            yield return (401, "No key or token, or one that does not verify.");
        }

        if (kind is CallerKind.ProjectMember or CallerKind.ProjectByPath or CallerKind.ProjectByName or CallerKind.ProjectByKey or CallerKind.ProjectByUrlKey or CallerKind.ProjectByPathOrNobody or CallerKind.ProjectBySignature)
        {
            yield return (403, "The caller may not do this.");
            yield return (404, "Not there, or not for this caller.");
            yield return (409, "The state of things does not allow it.");
            yield return (503, "The project is being made or its database is busy; try again after Retry-After.");
        }

        if (hasBody)
        {
            yield return (413, "The body is over the limit.");
            yield return (415, "The content type is not one that this call takes.");
        }

        yield return (429, "Too many requests; try again after Retry-After.");
    }
}
