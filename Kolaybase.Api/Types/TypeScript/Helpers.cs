namespace Kolaybase.Api.Types.TypeScript;

/// <summary>The types that programs name tables by: <c>Tables&lt;"news"&gt;</c>, <c>TablesInsert</c>, <c>TablesUpdate</c>, <c>Enums</c>, <c>CompositeTypes</c>; another schema is named first.</summary>
internal static class Helpers
{
    private const string Text = """
        type DatabaseWithoutInternals = Omit<Database, "__InternalSupabase">

        type DefaultSchema = DatabaseWithoutInternals[$default]

        export type Tables<
          DefaultSchemaTableNameOrOptions extends
            | keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
            | { schema: keyof DatabaseWithoutInternals },
          TableName extends DefaultSchemaTableNameOrOptions extends {
            schema: keyof DatabaseWithoutInternals
          }
            ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
                DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])
            : never = never,
        > = DefaultSchemaTableNameOrOptions extends {
          schema: keyof DatabaseWithoutInternals
        }
          ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
              DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])[TableName] extends {
              Row: infer R
            }
            ? R
            : never
          : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema["Tables"] &
                DefaultSchema["Views"])
            ? (DefaultSchema["Tables"] &
                DefaultSchema["Views"])[DefaultSchemaTableNameOrOptions] extends {
                Row: infer R
              }
              ? R
              : never
            : never


        """;

    private const string Write = """
        export type Tables$part<
          DefaultSchemaTableNameOrOptions extends
            | keyof DefaultSchema["Tables"]
            | { schema: keyof DatabaseWithoutInternals },
          TableName extends DefaultSchemaTableNameOrOptions extends {
            schema: keyof DatabaseWithoutInternals
          }
            ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
            : never = never,
        > = DefaultSchemaTableNameOrOptions extends {
          schema: keyof DatabaseWithoutInternals
        }
          ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
              $part: infer P
            }
            ? P
            : never
          : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
            ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
                $part: infer P
              }
              ? P
              : never
            : never


        """;

    private const string Named = """
        export type $section<
          DefaultSchemaNameOrOptions extends
            | keyof DefaultSchema["$section"]
            | { schema: keyof DatabaseWithoutInternals },
          Name extends DefaultSchemaNameOrOptions extends {
            schema: keyof DatabaseWithoutInternals
          }
            ? keyof DatabaseWithoutInternals[DefaultSchemaNameOrOptions["schema"]]["$section"]
            : never = never,
        > = DefaultSchemaNameOrOptions extends {
          schema: keyof DatabaseWithoutInternals
        }
          ? DatabaseWithoutInternals[DefaultSchemaNameOrOptions["schema"]]["$section"][Name]
          : DefaultSchemaNameOrOptions extends keyof DefaultSchema["$section"]
            ? DefaultSchema["$section"][DefaultSchemaNameOrOptions]
            : never


        """;

    /// <summary>Their text.</summary>
    /// <param name="schema">The schema that needs not be named.</param>
    public static string For(string schema) => string.Concat(
        Text.Replace("$default", TypeScriptName.Literal(schema), StringComparison.Ordinal),
        Write.Replace("$part", "Insert", StringComparison.Ordinal),
        Write.Replace("$part", "Update", StringComparison.Ordinal),
        Named.Replace("$section", "Enums", StringComparison.Ordinal),
        Named.Replace("$section", "CompositeTypes", StringComparison.Ordinal)).ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
}
