using System.Text.Json;
using Kolaybase.Api.Http;

namespace Kolaybase.Api.Tables.Ddl;

/// <summary>What to change of a table; what is absent (or null, but for <see cref="Comment"/>) stays as it is.</summary>
public sealed record ChangeTableRequest
{
    /// <summary>Its new name. Policies, foreign keys and views follow it; names of its constraints, indexes and sequences stay.</summary>
    public string? Name { get; init; }

    /// <summary>Its comment; <c>null</c> takes it away.</summary>
    public JsonElement Comment { get; init; }

    /// <summary>Whether row level security is on.</summary>
    public bool? RlsEnabled { get; init; }

    /// <summary>Checks what needs no database.</summary>
    /// <exception cref="ApiException">400.</exception>
    internal void Check()
    {
        var name = Name is null ? null : Identifier.FaultOfNew(Name);
        var comment = Ddl.Comment.Fault(Comment);
        new Faults().Check(name is null, "name", name!).Check(comment is null, "comment", comment!).ThrowIfAny();
        if (Name is null && Comment.ValueKind == JsonValueKind.Undefined && RlsEnabled is null)
        {
            throw new ApiException(StatusCodes.Status400BadRequest, ErrorCodes.InvalidBody, "The body names nothing to change; it takes name, comment, rlsEnabled.");
        }
    }
}
