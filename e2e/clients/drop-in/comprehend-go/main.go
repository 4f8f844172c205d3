// Command comprehend-calls makes the calls that standard input names, a JSON line each, with the Comprehend client of the AWS SDK for
// Go, and prints a JSON line for each outcome. Only the URL and the key are those of the sentiment service.
//
// A call: {"function": "detectSentiment", "arguments": {...}}. An outcome: {"value": ...} or {"error": {"type": ..., "message": ...,
// "status": ...}}.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/comprehend"
	"github.com/aws/aws-sdk-go-v2/service/comprehend/types"
	"github.com/aws/smithy-go"
)

const maxLineBytes = 1 << 20

type arguments struct {
	URL      string   `json:"url"`
	Name     string   `json:"name"`
	Key      string   `json:"key"`
	Text     string   `json:"text"`
	Texts    []string `json:"texts"`
	Language string   `json:"language"`
}

type failure struct {
	Type    string `json:"type"`
	Message string `json:"message"`
	Status  *int   `json:"status"`
}

type outcome struct {
	Value any      `json:"value,omitempty"`
	Error *failure `json:"error,omitempty"`
}

// connect makes a client as its users do. Without a name, requests are not signed.
func connect(call arguments) *comprehend.Client {
	options := comprehend.Options{BaseEndpoint: aws.String(call.URL), Region: "eu-central-1"}
	if call.Name == "" {
		options.Credentials = aws.AnonymousCredentials{}
	} else {
		options.Credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: call.Name, SecretAccessKey: call.Key}, nil
		})
	}
	return comprehend.New(options)
}

// run makes a call. It fails with the error of the client.
func run(function string, call arguments) (any, error) {
	client := connect(call)
	language := types.LanguageCode(call.Language)
	switch function {
	case "detectSentiment":
		return client.DetectSentiment(context.Background(), &comprehend.DetectSentimentInput{Text: &call.Text, LanguageCode: language})
	case "batchDetectSentiment":
		input := &comprehend.BatchDetectSentimentInput{TextList: call.Texts, LanguageCode: language}
		return client.BatchDetectSentiment(context.Background(), input)
	case "detectDominantLanguage":
		return client.DetectDominantLanguage(context.Background(), &comprehend.DetectDominantLanguageInput{Text: &call.Text})
	}
	return nil, fmt.Errorf("unknown function %q", function)
}

// describe tells what a user sees of an error: the name of its type, or the code of an error without a type of its own.
func describe(err error) *failure {
	described := &failure{Message: err.Error()}
	var coded smithy.APIError
	if errors.As(err, &coded) {
		described.Type = coded.ErrorCode()
		described.Message = coded.ErrorMessage()
	}
	var typed *types.UnsupportedLanguageException
	if errors.As(err, &typed) {
		described.Type = "types.UnsupportedLanguageException"
	}
	var response *awshttp.ResponseError
	if errors.As(err, &response) {
		status := response.HTTPStatusCode()
		described.Status = &status
	}
	return described
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, maxLineBytes)
	answers := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		var line struct {
			Function  string    `json:"function"`
			Arguments arguments `json:"arguments"`
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			log.Fatal(err)
		}
		var answer outcome
		if value, err := run(line.Function, line.Arguments); err != nil {
			answer.Error = describe(err)
		} else {
			answer.Value = value
		}
		if err := answers.Encode(answer); err != nil {
			log.Fatal(err)
		}
	}
}
