using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Kolaybase.Embedded.DataFolders;

/// <summary>The secrets of one local stack, generated at its first start and kept in <c>secrets.json</c>, mode 0600.</summary>
public sealed record EmbeddedSecrets
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Password of PostgreSQL's superuser <c>postgres</c>.</summary>
    public required string PostgresSuperuser { get; init; }

    /// <summary>Password of the login <c>kolaybase_control</c>.</summary>
    public required string PostgresControl { get; init; }

    /// <summary>Password of the login <c>kolaybase_provisioner</c>.</summary>
    public required string PostgresProvisioner { get; init; }

    /// <summary>Password of the Redis-protocol server.</summary>
    public required string Redis { get; init; }

    /// <summary>Master keys, <c>id:base64 of 32 bytes</c>, comma separated; the first one seals, all open.</summary>
    public required string MasterKeys { get; init; }

    /// <summary>Token of <c>/metrics</c>; null in a file of an older version until it is opened.</summary>
    public string? Metrics { get; init; }

    /// <summary>Password of the demo account; null until the demo has run.</summary>
    public string? Demo { get; init; }

    /// <summary>Reads the folder's secrets; generates and writes them when the folder has none yet.</summary>
    /// <exception cref="EmbeddedException">The file is damaged, or it is missing although the folder has a cluster.</exception>
    public static EmbeddedSecrets Open(DataFolder folder)
    {
        if (File.Exists(folder.SecretsFile))
        {
            var kept = Read(folder);
            if (kept.Metrics is null)
            {
                // Of a version that had no such token.
                kept = kept with { Metrics = Password() };
                kept.Save(folder);
            }

            return kept;
        }

        if (folder.HasCluster)
        {
            throw new EmbeddedException(
                $"'{folder.SecretsFile}' is missing, but '{folder.Postgres}' holds a cluster whose passwords and master key were in it. Restore the file from your backup, or start on another data folder.");
        }

        var secrets = new EmbeddedSecrets
        {
            PostgresSuperuser = Password(),
            PostgresControl = Password(),
            PostgresProvisioner = Password(),
            Redis = Password(),
            Metrics = Password(),
            MasterKeys = $"k1:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}",
        };
        secrets.Save(folder);
        return secrets;
    }

    /// <summary>A new password of 192 random bits, in characters that need no quoting in a connection string or a URL.</summary>
    public static string Password() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));

    /// <summary>Writes the file so that a crash leaves either the old or the new one, and nobody else can read either.</summary>
    public void Save(DataFolder folder) => PrivateFile.Write(folder.SecretsFile, JsonSerializer.Serialize(this, Format), owner: null);

    private static EmbeddedSecrets Read(DataFolder folder)
    {
        try
        {
            return JsonSerializer.Deserialize<EmbeddedSecrets>(File.ReadAllText(folder.SecretsFile), Format)
                ?? throw new JsonException("The file holds null.");
        }
        catch (JsonException exception)
        {
            throw new EmbeddedException($"'{folder.SecretsFile}' is damaged ({exception.Message}). Restore it from your backup: it holds the master key.", exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new EmbeddedException($"'{folder.SecretsFile}' belongs to another user. Start as that user, or choose another data folder.", exception);
        }
    }
}
