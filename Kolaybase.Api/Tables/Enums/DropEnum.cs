using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Ddl;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Tables.Enums;

/// <summary><c>DELETE /enums/:name</c>.</summary>
internal static class DropEnum
{
    /// <summary>Drops an enumeration; columns of it go too only with <paramref name="cascade"/>.</summary>
    public static async Task<Ok<Done>> HandleAsync(
        HttpContext context, string name, ProjectCaller caller, SchemaChanges changes, CancellationToken cancellationToken, string? schema = null, bool cascade = false)
    {
        var type = TableName.From(schema, SegmentName.Of(context, name, SegmentName.Table));
        return TypedResults.Ok(await changes.RunAsync(
            context,
            caller,
            "enum.drop",
            type.ToString(),
            async (session, token) =>
            {
                await EnumCatalog.RequireAsync(session, type, token);
                await session.ExecuteAsync($"DROP TYPE {type.Sql} {(cascade ? "CASCADE" : "RESTRICT")}", token);
                return new Done($"The enumeration \"{type.Name}\" was dropped.");
            },
            cancellationToken));
    }
}
