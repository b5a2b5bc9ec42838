using System.ComponentModel;
using Kolaybase.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Kolaybase.Api.Auth.Admin.Users;

/// <summary><c>GET /api/projects/{id}/auth/users</c>.</summary>
internal static class ListUsers
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 100;
    private const int MaxOffset = 1_000_000;
    private const int MaxSearch = 254;

    /// <summary>A page of users.</summary>
    /// <param name="Users">They, in the order of their addresses.</param>
    /// <param name="Total">How many the search finds in all.</param>
    public sealed record Answer(EndUserAnswer[] Users, int Total);

    public static async Task<Ok<Answer>> HandleAsync(
        ProjectCaller caller,
        EndUsers users,
        [FromQuery, Description("Users whose address or name contains this text, whatever its case.")] string? search,
        [FromQuery, Description("Users of a page, 1 to 100; 50 when not given.")] int? limit,
        [FromQuery, Description("Users to pass over, 0 to 1000000.")] int? offset,
        CancellationToken cancellationToken)
    {
        if (limit is < 1 or > MaxLimit)
        {
            throw EndUserErrors.Parameter("limit", $"must be from 1 to {MaxLimit}");
        }

        if (offset is < 0 or > MaxOffset)
        {
            throw EndUserErrors.Parameter("offset", $"must be from 0 to {MaxOffset}");
        }

        if (search is { Length: > MaxSearch } || search?.Any(char.IsControl) is true)
        {
            throw EndUserErrors.Parameter("search", $"must have at most {MaxSearch} characters and no control characters");
        }

        var (store, realm) = users.Of(caller);
        var page = await store.ListUsersAsync(realm, search?.Trim(), offset ?? 0, limit ?? DefaultLimit, cancellationToken);
        return TypedResults.Ok(new Answer([.. page.Users.Select(EndUserAnswer.From)], page.Total));
    }
}
