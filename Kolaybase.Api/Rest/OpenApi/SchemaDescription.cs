using System.Collections.Immutable;

namespace Kolaybase.Api.Rest.OpenApi;

/// <summary>What one role may see of a schema.</summary>
/// <param name="Comment">The schema's comment; null without one.</param>
/// <param name="Relations">Tables and views of which it may do anything, by name.</param>
/// <param name="Routines">Functions that it may call, by name; each name once.</param>
internal sealed record SchemaDescription(string? Comment, ImmutableArray<DescribedRelation> Relations, ImmutableArray<DescribedRoutine> Routines);

/// <summary>A table or view.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Comment">Its comment; null without one.</param>
/// <param name="Columns">The columns of which the role may do anything, in their order.</param>
/// <param name="Writable">Whether anything can be written to it, whoever asks.</param>
internal sealed record DescribedRelation(string Name, string? Comment, ImmutableArray<DescribedColumn> Columns, bool Writable);

/// <summary>A column.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type as SQL names it, without modifiers; a domain over a type of PostgreSQL's own is that type.</param>
/// <param name="Required">Whether it is never null.</param>
/// <param name="Default">Its default as SQL; null without one, and for values that the database makes.</param>
/// <param name="MaxLength">Most characters or bits; null means no limit.</param>
/// <param name="Labels">An enum's labels; empty for other types.</param>
/// <param name="Comment">Its comment; null without one.</param>
/// <param name="IsKey">Whether it is part of the primary key.</param>
/// <param name="References">What it is a foreign key to; null when to nothing, or not alone.</param>
internal sealed record DescribedColumn(
    string Name,
    string Type,
    bool Required,
    string? Default,
    int? MaxLength,
    ImmutableArray<string> Labels,
    string? Comment,
    bool IsKey,
    DescribedReference? References);

/// <summary>The other end of a foreign key.</summary>
internal sealed record DescribedReference(string Relation, string Column);

/// <summary>A function.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Comment">Its comment; null without one.</param>
/// <param name="Parameters">Its input parameters in their order.</param>
/// <param name="OnlyReads">Whether it promises not to write.</param>
internal sealed record DescribedRoutine(string Name, string? Comment, ImmutableArray<DescribedParameter> Parameters, bool OnlyReads);

/// <summary>An input parameter.</summary>
/// <param name="Name">Its name; empty for one that takes the body as it is.</param>
/// <param name="Type">Its type as SQL names it; of a variadic one the array.</param>
/// <param name="Required">Whether it has no default.</param>
/// <param name="Variadic">Whether it takes any number of values.</param>
internal sealed record DescribedParameter(string Name, string Type, bool Required, bool Variadic);
