using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Tables.Enums;

/// <summary><c>GET /enums</c>.</summary>
internal static class ListEnums
{
    /// <summary>Lists the enumerations of a schema.</summary>
    public static async Task<Ok<IReadOnlyList<EnumType>>> HandleAsync(ProjectCaller caller, ProjectDatabases databases, CancellationToken cancellationToken, string? schema = null)
    {
        var wanted = TableName.SchemaFrom(schema);
        await using var session = await CallerSession.OpenAsync(databases, caller, cancellationToken);
        return TypedResults.Ok(await EnumCatalog.ReadAsync(session, wanted, cancellationToken));
    }
}
