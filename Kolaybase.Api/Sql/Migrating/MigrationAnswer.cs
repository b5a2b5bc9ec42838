namespace Kolaybase.Api.Sql.Migrating;

/// <summary>A migration that was applied.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Checksum">SHA-256 of its text in UTF-8, in hexadecimal.</param>
/// <param name="AppliedAt">When.</param>
/// <param name="Duration">How long it took, in ms.</param>
public sealed record MigrationAnswer(string Name, string Checksum, DateTimeOffset AppliedAt, double Duration);
