using System.Security.Cryptography;
using System.Text;

namespace Kolaybase.ControlPlane.Databases;

/// <summary>
/// Makes what PostgreSQL stores for a password (RFC 5803, RFC 7677), so that a statement which sets a password
/// never holds the password itself: statements end up in logs and in <c>pg_stat_activity</c>.
/// </summary>
public static class ScramVerifier
{
    private const int Iterations = 4096;
    private const int SaltBytes = 16;
    private const int KeyBytes = 32;

    /// <summary>A verifier with a fresh random salt. It holds no character that needs quoting in an SQL literal.</summary>
    /// <param name="password">Printable ASCII, so that SASLprep (RFC 4013) leaves it as it is.</param>
    /// <exception cref="ArgumentException">The password holds other characters, or is empty.</exception>
    public static string Create(string password) => Create(password, RandomNumberGenerator.GetBytes(SaltBytes), Iterations);

    internal static string Create(string password, ReadOnlySpan<byte> salt, int iterations)
    {
        if (password.Length == 0 || password.Any(c => c is < ' ' or > '~'))
        {
            throw new ArgumentException("A password of a database login must be printable ASCII and not empty.", nameof(password));
        }

        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.ASCII.GetBytes(password), salt, iterations, HashAlgorithmName.SHA256, KeyBytes);
        var storedKey = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        var serverKey = HMACSHA256.HashData(salted, "Server Key"u8);
        return $"SCRAM-SHA-256${iterations}:{Convert.ToBase64String(salt)}${Convert.ToBase64String(storedKey)}:{Convert.ToBase64String(serverKey)}";
    }
}
