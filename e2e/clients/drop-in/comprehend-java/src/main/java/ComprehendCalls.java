import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.comprehend.ComprehendClient;
import software.amazon.awssdk.services.comprehend.model.BatchDetectSentimentResponse;
import software.amazon.awssdk.services.comprehend.model.DetectSentimentResponse;
import software.amazon.awssdk.services.comprehend.model.SentimentScore;

/**
 * Makes the calls that standard input names, a JSON line each, with the Comprehend client of the AWS SDK, and prints a JSON line for each
 * outcome. Only the URL and the key are those of the sentiment service.
 *
 * <p>A call: {"function": "detectSentiment", "arguments": {...}}. An outcome: {"value": ...} or {"error": {"type": ..., "message": ...,
 * "status": ...}}.
 */
public final class ComprehendCalls {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ComprehendCalls() {}

  public static void main(String[] arguments) throws IOException {
    PrintStream output = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      output.println(JSON.writeValueAsString(run(JSON.readTree(line))));
    }
  }

  private static Map<String, Object> run(JsonNode line) {
    JsonNode arguments = line.get("arguments");
    try (ComprehendClient client = connect(arguments)) {
      return Map.of("value", call(client, line.get("function").asText(), arguments));
    } catch (RuntimeException error) {
      return Map.of("error", describe(error));
    }
  }

  /** The client as its users make it. Without a name, requests are not signed. */
  private static ComprehendClient connect(JsonNode arguments) {
    AwsCredentialsProvider credentials = AnonymousCredentialsProvider.create();
    if (arguments.has("name")) {
      String key = arguments.get("key").asText();
      credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create(arguments.get("name").asText(), key));
    }
    return ComprehendClient.builder()
        .endpointOverride(URI.create(arguments.get("url").asText()))
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(credentials)
        .build();
  }

  private static Map<String, Object> call(ComprehendClient client, String function, JsonNode arguments) {
    String language = arguments.path("language").asText();
    return switch (function) {
      case "detectSentiment" -> toValue(
          client.detectSentiment(request -> request.text(arguments.get("text").asText()).languageCode(language)));
      case "batchDetectSentiment" -> {
        List<String> texts = JSON.convertValue(arguments.get("texts"), JSON.getTypeFactory().constructCollectionType(List.class, String.class));
        yield toValue(client.batchDetectSentiment(request -> request.textList(texts).languageCode(language)));
      }
      case "detectDominantLanguage" -> {
        client.detectDominantLanguage(request -> request.text(arguments.get("text").asText()));
        yield Map.of();
      }
      default -> throw new IllegalArgumentException("unknown function " + function);
    };
  }

  private static Map<String, Object> toValue(DetectSentimentResponse answer) {
    return Map.of(
        "Sentiment", answer.sentimentAsString(),
        "SentimentScore", toScores(answer.sentimentScore()),
        "requestId", answer.responseMetadata().requestId(),
        "headers", answer.sdkHttpResponse().headers());
  }

  private static Map<String, Object> toValue(BatchDetectSentimentResponse answer) {
    List<Map<String, Object>> results = answer.resultList().stream()
        .map(item -> Map.of(
            "Index", (Object) item.index(),
            "Sentiment", item.sentimentAsString(),
            "SentimentScore", toScores(item.sentimentScore())))
        .toList();
    List<Map<String, Object>> errors = answer.errorList().stream()
        .map(item -> Map.of(
            "Index", (Object) item.index(),
            "ErrorCode", item.errorCode(),
            "ErrorMessage", item.errorMessage()))
        .toList();
    return Map.of("ResultList", results, "ErrorList", errors, "headers", answer.sdkHttpResponse().headers());
  }

  private static Map<String, Float> toScores(SentimentScore scores) {
    return Map.of(
        "Positive", scores.positive(),
        "Negative", scores.negative(),
        "Neutral", scores.neutral(),
        "Mixed", scores.mixed());
  }

  /** What a user sees of an error: its class, or the code of an error without a class of its own. */
  private static Map<String, Object> describe(RuntimeException error) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("type", error.getClass().getSimpleName());
    described.put("message", error.getMessage());
    described.put("status", null);
    if (error instanceof AwsServiceException answered) {
      described.put("status", answered.statusCode());
      described.put("message", answered.awsErrorDetails().errorCode() + ": " + answered.awsErrorDetails().errorMessage());
    }
    return described;
  }
}
